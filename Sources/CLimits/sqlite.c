#include "CLimits.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct limit_sqlite {
  sqlite3 *connection;
  sqlite3_stmt *insert;
  sqlite3_stmt *select;
  sqlite3_stmt *select_log;
  char *value;
};

// Those of the recorder's connection that writes, as far as they differ from SQLite's own.
static const char pragmas[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;"
    "PRAGMA foreign_keys = ON";

static const char insert[] =
    "INSERT INTO sequenced_items (sequence_id, position, topic, data, timestamp) VALUES (?, ?, ?, ?, ?)";

static const char select_all[] =
    "SELECT sequence_id, position, topic, data, timestamp FROM sequenced_items WHERE sequence_id = ? ORDER BY position";

static const char select_log[] =
    "SELECT sequence_id, position, topic, data, timestamp FROM sequenced_items ORDER BY notification_id";

int limit_sqlite_open(const char *path, limit_sqlite **opened) {
  limit_sqlite *database = calloc(1, sizeof *database);
  if (!database) return SQLITE_NOMEM;
  // Without a mutex, as the recorder's: one thread at a time uses it.
  int code = sqlite3_open_v2(path, &database->connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (code == SQLITE_OK) code = sqlite3_exec(database->connection, pragmas, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_prepare_v3(
        database->connection, insert, -1, SQLITE_PREPARE_PERSISTENT, &database->insert, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_prepare_v3(
        database->connection, select_all, -1, SQLITE_PREPARE_PERSISTENT, &database->select, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_prepare_v3(
        database->connection, select_log, -1, SQLITE_PREPARE_PERSISTENT, &database->select_log, NULL);
  if (code != SQLITE_OK) {
    limit_sqlite_close(database);
    return code;
  }
  *opened = database;
  return SQLITE_OK;
}

void limit_sqlite_close(limit_sqlite *database) {
  sqlite3_finalize(database->insert);
  sqlite3_finalize(database->select);
  sqlite3_finalize(database->select_log);
  sqlite3_free(database->value);
  sqlite3_close(database->connection);
  free(database);
}

static int insert_item(sqlite3_stmt *statement, const limit_item *item) {
  sqlite3_bind_blob(statement, 1, item->sequence_id, 16, SQLITE_STATIC);
  sqlite3_bind_int64(statement, 2, item->position);
  sqlite3_bind_text(statement, 3, item->topic, item->topic_length, SQLITE_STATIC);
  sqlite3_bind_text(statement, 4, item->data, item->data_length, SQLITE_STATIC);
  sqlite3_bind_int64(statement, 5, item->timestamp);
  sqlite3_step(statement);
  return sqlite3_reset(statement);  // It gives the code of the step once more.
}

int limit_sqlite_insert_each(limit_sqlite *database, const limit_item *items, size_t count) {
  int code = SQLITE_OK;
  for (size_t i = 0; i < count && code == SQLITE_OK; i++) code = insert_item(database->insert, &items[i]);
  return code;
}

int limit_sqlite_insert_together(limit_sqlite *database, const limit_item *items, size_t count) {
  int code = sqlite3_exec(database->connection, "BEGIN IMMEDIATE", NULL, NULL, NULL);
  if (code == SQLITE_OK) code = limit_sqlite_insert_each(database, items, count);
  if (code == SQLITE_OK) return sqlite3_exec(database->connection, "COMMIT", NULL, NULL, NULL);
  sqlite3_exec(database->connection, "ROLLBACK", NULL, NULL, NULL);
  return code;
}

int limit_sqlite_select(
    limit_sqlite *database, const uint8_t *sequence_id, limit_row_handler handler, void *context) {
  sqlite3_stmt *statement = sequence_id ? database->select : database->select_log;
  if (sequence_id) sqlite3_bind_blob(statement, 1, sequence_id, 16, SQLITE_STATIC);
  while (sqlite3_step(statement) == SQLITE_ROW) {
    limit_item row = {.position = sqlite3_column_int64(statement, 1), .timestamp = sqlite3_column_int64(statement, 4)};
    memcpy(row.sequence_id, sqlite3_column_blob(statement, 0), sizeof row.sequence_id);
    row.topic = (const char *)sqlite3_column_text(statement, 2);
    row.topic_length = sqlite3_column_bytes(statement, 2);
    row.data = sqlite3_column_blob(statement, 3);
    row.data_length = sqlite3_column_bytes(statement, 3);
    if (handler) handler(context, &row);
  }
  return sqlite3_reset(statement);
}

int limit_sqlite_value(limit_sqlite *database, const char *sql, const char **value) {
  sqlite3_stmt *statement;
  int code = sqlite3_prepare_v2(database->connection, sql, -1, &statement, NULL);
  if (code != SQLITE_OK) return code;
  sqlite3_step(statement);
  const unsigned char *text = sqlite3_data_count(statement) > 0 ? sqlite3_column_text(statement, 0) : NULL;
  sqlite3_free(database->value);
  // A copy, since a statement that is not at its end keeps the WAL from being emptied.
  database->value = sqlite3_mprintf("%s", text ? (const char *)text : "");
  *value = database->value ? database->value : "";
  return sqlite3_finalize(statement);  // It gives the code of the step once more.
}
