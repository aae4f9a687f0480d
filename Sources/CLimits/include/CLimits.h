#ifndef CLIMITS_H
#define CLIMITS_H

#include <stddef.h>
#include <stdint.h>

// The least that a program must do to store and to read items on SQLite and PostgreSQL: prepared statements in a loop,
// with nothing around them. The recorders are measured against it.
//
// The tables are those that the recorders make; nothing here makes one. A handle is for one thread at a time.

/// An item as it is stored. The pointers are good only as long as whoever made the item says.
typedef struct {
  uint8_t sequence_id[16];
  int64_t position;
  int64_t timestamp;
  const char *topic;
  const char *data;
  int32_t topic_length;
  int32_t data_length;
} limit_item;

/// Is given each row that is read; its pointers are good only during the call.
typedef void (*limit_row_handler)(void *context, const limit_item *row);

typedef struct limit_sqlite limit_sqlite;

/// Opens a database file in which a recorder has made its table, with the pragmas that a recorder sets.
///
/// All functions on SQLite return 0 (`SQLITE_OK`), or SQLite's code for what went wrong.
int limit_sqlite_open(const char *path, limit_sqlite **opened);
void limit_sqlite_close(limit_sqlite *database);

/// Inserts the items, each in a transaction of its own.
int limit_sqlite_insert_each(limit_sqlite *database, const limit_item *items, size_t count);

/// Inserts the items in one transaction.
int limit_sqlite_insert_together(limit_sqlite *database, const limit_item *items, size_t count);

/// Reads all items of a sequence in order, or without one those of all in the order of the log; without a handler it
/// looks at each column and drops it.
int limit_sqlite_select(
    limit_sqlite *database, const uint8_t *sequence_id, limit_row_handler handler, void *context);

/// Runs a statement that gives one value, and lends it as text until the next call; an empty text if it gives none.
int limit_sqlite_value(limit_sqlite *database, const char *sql, const char **value);

typedef struct limit_postgresql limit_postgresql;

/// Connects to a server on which a recorder has made its table in the schema.
///
/// All functions on PostgreSQL return 0, or 1 if something went wrong, which `limit_postgresql_message` tells.
int limit_postgresql_open(const char *connection, const char *schema, limit_postgresql **opened);
void limit_postgresql_close(limit_postgresql *database);
const char *limit_postgresql_message(limit_postgresql *database);

/// Inserts the items, each in a transaction and a round trip of its own.
int limit_postgresql_insert_each(limit_postgresql *database, const limit_item *items, size_t count);

/// Inserts the items over several connections at the same time, one thread each, an equal part of them each.
int limit_postgresql_insert_parallel(
    limit_postgresql *const *databases, size_t connections, const limit_item *items, size_t count);

/// Runs statements, and lends the first value of the last one as text until the next call; an empty text if there is
/// none.
int limit_postgresql_value(limit_postgresql *database, const char *sql, const char **value);

#endif
