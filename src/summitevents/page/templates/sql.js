// Runs the reader's SQL on summitevents.duckdb, in a worker of this page; shows the answer as text, never as markup.
"use strict";
(() => {
  const MOST = 1000;
  const form = document.querySelector("form"), words = JSON.parse(form.dataset.words);
  const filled = (text, ...values) => values.reduce((told, value) => told.replace("{}", () => value), text);
  const DIRECT = /^(explain|pragma|set|reset|create|drop|insert|update|delete|alter|use|call|begin|commit|rollback|attach|detach)\b/i;
  const REFUSED = [
    [/^(copy|export|import)\b/i, words.copy],
    [/^(install|load)\b/i, words.install],
  ];
  const [sql, run, cancel, state, answer] = ["#sql", "#run", "#cancel", "#state", "#answer"].map((name) => document.querySelector(name));
  const at = (name) => new URL(name, document.baseURI).href;
  const file = location.protocol === "file:" ? null : fetch(at("summitevents.duckdb")).then((found) => found.arrayBuffer());
  let opened = null, stop = null;

  async function open() {
    const db = new module.exports.AsyncDuckDB(new module.exports.VoidLogger(), new Worker(at("duckdb/duckdb-worker.js")));
    await db.instantiate(at("duckdb/duckdb.wasm"));
    await db.registerFileBuffer("summitevents.duckdb", new Uint8Array((await file).slice(0)));
    const con = await db.connect();
    await con.query("ATTACH 'summitevents.duckdb' AS release (READ_ONLY)");
    await con.query("USE release");
    return { db, con };
  }

  // The rows of one statement. Every value comes as the text that DuckDB casts it to.
  async function ask({ text }) {
    for (const [sort, why] of REFUSED) if (sort.test(text)) throw new Error(why);
    const { con } = await opened;
    if (DIRECT.test(text)) {
      const found = await con.query(text);
      const columns = found.schema.fields.map((field) => values.column(field.name, "VARCHAR"));
      const told = (column, n) => found.getChildAt(column).get(n);
      return { columns, size: found.numRows, text: (column, n) => (told(column, n) === null ? null : String(told(column, n))), raw: () => null, arrow: () => null };
    }
    const shape = (await con.query(`DESCRIBE (\n${text}\n)`)).toArray();
    const names = values.distinct(shape.map((row) => row.column_name));
    const columns = shape.map((row, n) => values.column(names[n], row.column_type));
    const raws = columns.flatMap((one, n) => (one.raw ? [n] : []));
    const asked = [...columns.map((_, n) => `CAST(c${n} AS VARCHAR) AS t${n}`), ...raws.map((n) => `c${n} AS r${n}`)];
    const found = await con.query(`SELECT ${asked.join(", ")} FROM (\n${text}\n) AS asked(${columns.map((_, n) => `c${n}`).join(", ")})`);
    const place = (column) => columns.length + raws.indexOf(column);
    return {
      columns,
      size: found.numRows,
      text: (column, n) => found.getChildAt(column).get(n),
      raw: (column, n) => (columns[column].raw ? found.getChildAt(place(column)).get(n) : null),
      arrow: (column) => (columns[column].raw ? found.schema.fields[place(column)].type : null),
    };
  }

  function element(name, text = "", more = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    return Object.assign(made, more);
  }

  // A bar from zero to the value, for rows of a word and a number.
  function bar(value, [low, high]) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const share = (one) => ((one - low) / (high - low || 1)) * 100;
    const sides = { x: `${share(Math.min(0, value))}%`, width: `${share(Math.max(0, value)) - share(Math.min(0, value))}%`, height: "100%" };
    for (const [name, side] of Object.entries(sides)) rect.setAttribute(name, side);
    svg.setAttribute("aria-hidden", "true");
    svg.append(rect);
    return svg;
  }

  function table(found) {
    const shown = Math.min(found.size, MOST), [first, second] = found.columns;
    const numbers = Array.from({ length: found.columns.length === 2 && !first.number && second.number ? shown : 0 }, (_, n) => Number(found.text(1, n)));
    const span = numbers.some(Number.isFinite) ? [Math.min(0, ...numbers.filter(Number.isFinite)), Math.max(0, ...numbers.filter(Number.isFinite))] : null;
    const made = element("table"), head = made.createTHead().insertRow();
    for (const one of found.columns) head.append(element("th", one.name, { scope: "col", dir: "auto", title: one.type, className: one.number ? "number" : "" }));
    const body = made.createTBody();
    for (let n = 0; n < shown; n++) {
      const row = body.insertRow();
      found.columns.forEach((one, column) => {
        const text = found.text(column, n);
        row.append(element("td", text ?? "NULL", { dir: "auto", className: text === null ? "null" : one.number ? "number" : "" }));
      });
      if (span && Number.isFinite(numbers[n])) row.lastChild.append(bar(numbers[n], span));
    }
    return made;
  }

  function download(name, kind, parts) {
    const link = element("a", "", { href: URL.createObjectURL(new Blob(parts, { type: kind })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function show(found, nr, of) {
    const part = element("section", "", { className: "result" });
    const rows = `${found.size.toLocaleString(document.documentElement.lang)} ${words.rows[found.size === 1 ? 0 : 1]}`;
    const told = element("p", `${of > 1 ? `${filled(words.statement, nr, of)} ` : ""}${rows}${found.size > MOST ? filled(words.first, MOST.toLocaleString(document.documentElement.lang)) : ""} `);
    for (const [label, name, kind, encode] of [["CSV", "answer.csv", "text/csv", values.csv], ["JSON", "answer.json", "application/json", values.jsonRows]]) {
      const button = element("button", label, { type: "button", ariaLabel: filled(words.download, label, nr) });
      button.addEventListener("click", () => download(name, kind, encode(found)));
      told.append(button, " ");
    }
    const box = element("div", "", { className: "rows", tabIndex: 0, role: "region", ariaLabel: filled(words.rows_of, nr) });
    box.append(table(found));
    part.append(told, box);
    answer.append(part);
  }

  // What went wrong, once, and in words that fit a page without files, network and extensions.
  function explained(error, { text, above }) {
    if (error instanceof TypeError || /function signature mismatch|index is out of bounds|null function/.test(error.message)) {
      const far = /(https?|s3|gcs|hf):\/\//i.test(text);
      return `${far ? words.far : words.extension} ${words.own}`;
    }
    const full = /malloc of size|Out of Memory/i.test(error.message) ? `${words.memory}\n\n` : "";
    return full + values.complaint(error.message, above);
  }

  async function answerAll() {
    const asked = values.statements(sql.value);
    answer.replaceChildren();
    state.textContent = asked.length ? words.running : words.nothing;
    if (linked() !== sql.value) history.pushState(null, "", `#sql=${encodeURIComponent(sql.value)}`);
    run.disabled = true;
    cancel.hidden = false;
    const cancelled = new Promise((resolve) => { stop = () => resolve("cancelled"); });
    for (const [n, one] of asked.entries()) {
      let found;
      try {
        found = await Promise.race([ask(one), cancelled]);
      } catch (error) {
        state.textContent = asked.length > 1 ? filled(words.error_in, n + 1, asked.length) : words.error;
        answer.append(element("pre", explained(error, one), { className: "wrong" }));
        if (error instanceof WebAssembly.RuntimeError || /malloc of size|RuntimeError/.test(`${error.name} ${error.message}`)) await again();
        break;
      }
      if (found === "cancelled") {
        state.textContent = words.cancelling;
        await again();
        state.textContent = words.cancelled;
        break;
      }
      show(found, n + 1, asked.length);
      if (n + 1 === asked.length) state.textContent = asked.length > 1 ? filled(words.answers, asked.length) : answer.querySelector("p").firstChild.textContent;
    }
    run.disabled = false;
    cancel.hidden = true;
    stop = null;
  }

  // A worker cannot be asked to stop in the midst of a query; it is ended, and another one opened.
  async function again() {
    cancel.hidden = true;
    const { db } = await opened;
    await db.terminate();
    opened = open();
    await opened;
  }

  // The SQL that the address has, if any.
  function linked() {
    try {
      return decodeURIComponent(location.hash.match(/^#sql=(.*)$/)[1]);
    } catch {
      return null;
    }
  }

  function restore() {
    const text = linked();
    if (text !== null) sql.value = text;
    return text !== null;
  }

  if (!file) {
    state.textContent = words.needs_server;
    return;
  }
  const asked = restore();
  opened = open();
  opened.then(
    () => {
      state.textContent = words.ready;
      run.disabled = false;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (!run.disabled) answerAll();
      });
      cancel.addEventListener("click", () => stop?.());
      sql.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
      });
      addEventListener("hashchange", () => {
        if (restore() && !run.disabled) {
          answerAll();
          form.scrollIntoView();
        }
      });
      if (asked) answerAll();
    },
    (error) => {
      state.textContent = filled(words.not_started, error.message ?? error);
    },
  );
})();
