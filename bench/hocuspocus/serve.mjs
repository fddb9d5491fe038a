// The other side of `bench collab`: Hocuspocus, keeping its documents in SQLite as its documentation shows.
import { Database } from "@hocuspocus/extension-database";
import { Server } from "@hocuspocus/server";
import { DatabaseSync } from "node:sqlite";

const [port, file] = process.argv.slice(2);
const rows = new DatabaseSync(file);
rows.exec("PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS documents (name TEXT PRIMARY KEY, data BLOB NOT NULL)");
const get = rows.prepare("SELECT data FROM documents WHERE name = ?");
const put = rows.prepare("INSERT INTO documents VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET data = excluded.data");

const server = new Server({
  port: Number(port),
  address: "127.0.0.1",
  quiet: true,
  extensions: [
    new Database({
      fetch: async ({ documentName }) => get.get(documentName)?.data ?? null,
      store: async ({ documentName, state }) => void put.run(documentName, state),
    }),
  ],
});
await server.listen();
console.log("ready");
