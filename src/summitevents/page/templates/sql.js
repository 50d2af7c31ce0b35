// Runs the reader's SQL on summitevents.duckdb, in a worker of this page; shows the answer as text, never as markup.
"use strict";
(() => {
  const MOST = 1000;
  const form = document.querySelector("form");
  const [sql, button, state, answer] = ["#sql", "button", "#state", "#answer"].map((name) => document.querySelector(name));

  async function open() {
    const at = (name) => new URL(name, document.baseURI).href;
    const db = new module.exports.AsyncDuckDB(new module.exports.VoidLogger(), new Worker(at("duckdb/duckdb-worker.js")));
    await db.instantiate(at("duckdb/duckdb.wasm"));
    const file = await fetch(at("summitevents.duckdb"));
    await db.registerFileBuffer("summitevents.duckdb", new Uint8Array(await file.arrayBuffer()));
    const con = await db.connect();
    await con.query("ATTACH 'summitevents.duckdb' AS release (READ_ONLY)");
    await con.query("USE release");
    return con;
  }

  function words(value) {
    if (value === null || value === undefined) return "";
    return typeof value === "object" ? JSON.stringify(value, (_, part) => (typeof part === "bigint" ? Number(part) : part)) : String(value);
  }

  function row(kind, cells) {
    const line = document.createElement("tr");
    for (const cell of cells) {
      const box = document.createElement(kind);
      box.dir = "auto";
      box.textContent = cell;
      line.append(box);
    }
    return line;
  }

  function show(found) {
    const table = document.createElement("table");
    const names = found.schema.fields.map((field) => field.name);
    table.createTHead().append(row("th", names));
    const body = table.createTBody();
    for (let n = 0; n < Math.min(found.numRows, MOST); n++) {
      body.append(row("td", names.map((_, column) => words(found.getChildAt(column).get(n)))));
    }
    answer.replaceChildren(table);
    state.textContent = `${found.numRows} row${found.numRows === 1 ? "" : "s"}` + (found.numRows > MOST ? `, the first ${MOST} shown` : "");
  }

  open().then(
    (con) => {
      state.textContent = "ready";
      button.disabled = false;
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        state.textContent = "running …";
        try {
          show(await con.query(sql.value));
        } catch (error) {
          answer.replaceChildren();
          state.textContent = error.message;
        }
      });
      sql.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
      });
    },
    (error) => {
      state.textContent = location.protocol === "file:" ? "A browser runs this only from a web server: summitevents site --sql --serve" : `DuckDB did not start: ${error.message ?? error}`;
    },
  );
})();
