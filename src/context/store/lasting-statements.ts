import type { Database, Statement } from 'better-sqlite3';

/**
 * Keeps all statements of a database for as long as the process lives. Node 24.19 and later abort ("env != nullptr") when the garbage collector
 * takes a statement or database of better-sqlite3 12, which is the last version for Node 20 (nodejs/node#65446). So each SQL text is prepared
 * once, and none is ever let go. Iterators are taken too: read with `all` or `get`.
 */
export function keepStatements(database: Database): Database {
  const statements = new Map<string, Statement>();
  kept.push(database, statements);
  const prepareNew = database.prepare.bind(database) as (sql: string) => Statement;
  const prepare = (sql: string): Statement => {
    const known = statements.get(sql);
    if (known) return known.reader ? known.raw(false).pluck(false) : known;
    const made = prepareNew(sql);
    statements.set(sql, made);
    return made;
  };
  const pragma = (source: string, options?: { simple?: boolean }): unknown => {
    const statement = prepare(`PRAGMA ${source}`);
    if (!statement.reader) return void statement.run();
    return options?.simple ? statement.pluck().get() : statement.all();
  };
  return Object.assign(database, { prepare, pragma });
}

const kept: object[] = [];
