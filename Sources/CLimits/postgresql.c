#include "CLimits.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

struct limit_postgresql {
  PGconn *connection;
  PGresult *value;
};

int limit_postgresql_open(const char *connection, const char *schema, limit_postgresql **opened) {
  limit_postgresql *database = calloc(1, sizeof *database);
  if (!database) return 1;
  *opened = database;
  database->connection = PQconnectdb(connection);
  if (PQstatus(database->connection) != CONNECTION_OK) return 1;
  const char *value;
  // As the recorder has it: a commit is on the disk before it is acknowledged.
  if (limit_postgresql_value(database, "SET synchronous_commit = on", &value)) return 1;

  char sql[512];
  char *table = PQescapeIdentifier(database->connection, schema, strlen(schema));
  if (!table) return 1;
  snprintf(
      sql, sizeof sql,
      "INSERT INTO %s.sequenced_items (sequence_id, position, topic, data, timestamp)"
      " VALUES ($1::uuid, $2::int8, $3::text, $4::bytea, $5::int8)",
      table);
  PQfreemem(table);
  database->value = PQprepare(database->connection, "insert", sql, 0, NULL);
  return PQresultStatus(database->value) != PGRES_COMMAND_OK;
}

void limit_postgresql_close(limit_postgresql *database) {
  PQclear(database->value);
  PQfinish(database->connection);
  free(database);
}

const char *limit_postgresql_message(limit_postgresql *database) { return PQerrorMessage(database->connection); }

static void big_endian(int64_t number, char bytes[8]) {
  for (int i = 0; i < 8; i++) bytes[i] = (char)((uint64_t)number >> (56 - 8 * i));
}

static int insert_item(PGconn *connection, const limit_item *item) {
  char position[8], timestamp[8];
  big_endian(item->position, position);
  big_endian(item->timestamp, timestamp);
  const char *values[] = {(const char *)item->sequence_id, position, item->topic, item->data, timestamp};
  const int lengths[] = {16, 8, item->topic_length, item->data_length, 8};
  static const int formats[] = {1, 1, 1, 1, 1};
  PGresult *result = PQexecPrepared(connection, "insert", 5, values, lengths, formats, 1);
  int failed = PQresultStatus(result) != PGRES_COMMAND_OK;
  PQclear(result);
  return failed;
}

int limit_postgresql_insert_each(limit_postgresql *database, const limit_item *items, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (insert_item(database->connection, &items[i])) return 1;
  return 0;
}

struct part {
  limit_postgresql *database;
  const limit_item *items;
  size_t count;
  pthread_t thread;
  int failed;
};

static void *insert_part(void *argument) {
  struct part *part = argument;
  part->failed = limit_postgresql_insert_each(part->database, part->items, part->count);
  return NULL;
}

int limit_postgresql_insert_parallel(
    limit_postgresql *const *databases, size_t connections, const limit_item *items, size_t count) {
  struct part *parts = calloc(connections, sizeof *parts);
  if (!parts) return 1;
  size_t started = 0;
  for (; started < connections; started++) {
    size_t first = count * started / connections, end = count * (started + 1) / connections;
    parts[started] = (struct part){.database = databases[started], .items = items + first, .count = end - first};
    if (pthread_create(&parts[started].thread, NULL, insert_part, &parts[started])) break;
  }
  int failed = started < connections;
  for (size_t i = 0; i < started; i++) {
    pthread_join(parts[i].thread, NULL);
    failed |= parts[i].failed;
  }
  free(parts);
  return failed;
}

int limit_postgresql_value(limit_postgresql *database, const char *sql, const char **value) {
  PQclear(database->value);
  database->value = PQexec(database->connection, sql);
  ExecStatusType status = PQresultStatus(database->value);
  *value = PQntuples(database->value) > 0 && PQnfields(database->value) > 0 ? PQgetvalue(database->value, 0, 0) : "";
  return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK;
}
