// SQL as statements, and values as text: in cells as DuckDB's CAST AS VARCHAR has them, in CSV and JSON as `summitevents query` has.
"use strict";
const values = (() => {
  const TOKEN = /e'(?:[^'\\]|''|\\[^])*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[^]*?\*\/|(\$\w*\$)[^]*?\1|;|[^]/gi;
  const NUMBER = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL.*)$/;
  const NESTED = /\]$|^(STRUCT|MAP)\(/;
  const PLAIN = /^(VARCHAR|BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT)|FLOAT|DOUBLE|STRUCT|MAP)$/;

  // The statements of a text that are more than blanks and comments, each with the number of lines above it.
  function statements(text) {
    const found = [];
    let start = 0, told = false;
    const end = (at) => {
      const part = text.slice(start, at);
      const blank = part.length - part.trimStart().length;
      if (told) found.push({ text: part.trim(), above: text.slice(0, start + blank).split("\n").length - 1 });
    };
    for (const { 0: token, index } of text.matchAll(TOKEN)) {
      if (token === ";") {
        end(index);
        start = index + 1;
        told = false;
      } else told ||= !/^(\s|--|\/\*)/.test(token);
    }
    end(text.length);
    return found;
  }

  // A column of its own name and type. `raw` says whether the value itself is asked for, beside its text.
  function column(name, type) {
    const words = type.replace(/"(?:[^"]|"")*"/g, "").match(/\b[A-Z_]{3,}\b/g) ?? [];
    return { name, type, number: NUMBER.test(type), raw: type === "BLOB" || (NESTED.test(type) && words.every((word) => PLAIN.test(word))) };
  }

  // Each name once: a, a becomes a, a_1.
  function distinct(names) {
    const found = [];
    for (const name of names) {
      let other = name;
      for (let n = 1; found.includes(other) || (other !== name && names.includes(other)); n++) other = `${name}_${n}`;
      found.push(other);
    }
    return found;
  }

  // A number as Python writes it.
  function number(value) {
    if (!Number.isFinite(value)) return null;
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 53) return String(value + 0);
    const [digits, power] = value.toExponential().split("e").map((part) => part);
    if (power >= -4 && power < 16) return Number.isInteger(value) ? `${BigInt(value)}.0` : decimal(value);
    return `${digits}e${power[0]}${power.slice(1).padStart(2, "0")}`;
  }

  const decimal = (value) => (/e/.test(String(value)) ? value.toFixed(20).replace(/0+$/, "") : String(value));

  function same(text, other) {
    const bare = (digits) => digits.replace(/^(-?)0+(?=\d)/, "$1").replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
    return bare(text) === bare(other);
  }

  // A value inside lists, structs and maps, as JSON.
  function nested(value, type) {
    if (value === null || value === undefined) return "null";
    if (Arrow.DataType.isList(type) || Arrow.DataType.isFixedSizeList(type)) {
      return `[${[...value].map((one) => nested(one, type.children[0].type)).join(", ")}]`;
    }
    if (Arrow.DataType.isMap(type)) {
      const inner = type.children[0].type.children[1].type;
      return `{${[...value].map(([key, one]) => `${JSON.stringify(String(key))}: ${nested(one, inner)}`).join(", ")}}`;
    }
    if (Arrow.DataType.isStruct(type)) {
      return `{${type.children.map((field) => `${JSON.stringify(field.name)}: ${nested(value[field.name], field.type)}`).join(", ")}}`;
    }
    return typeof value === "string" ? JSON.stringify(value) : typeof value === "number" ? (number(value) ?? "null") : String(value);
  }

  // A value as JSON, from its text, and from itself where a column has that.
  function json({ type, number: numeric, raw }, text, value, arrow) {
    if (text === null) return "null";
    if (type === "BLOB") return JSON.stringify([...value].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
    if (raw) return nested(value, arrow);
    if (type === "BOOLEAN" || (numeric && !/^(FLOAT|DOUBLE|DECIMAL)/.test(type))) return text;
    if (!numeric) return JSON.stringify(text);
    const told = number(type === "FLOAT" ? Math.fround(Number(text)) : Number(text));
    return told === null ? "null" : type.startsWith("DECIMAL") && !same(text, told) ? JSON.stringify(text) : told;
  }

  // What a download holds: rows of `found`, each cell as JSON.
  function* rows(found) {
    for (let n = 0; n < found.size; n++) {
      yield found.columns.map((one, at) => json(one, found.text(at, n), found.raw(at, n), found.arrow(at)));
    }
  }

  function csv(found) {
    const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const line = (cells) => (cells.length === 1 && cells[0] === "" ? '""' : cells.map(quoted).join(",")) + "\n";
    const cell = (told) => (told === "null" ? "" : told[0] === '"' ? JSON.parse(told) : told);
    return [line(found.columns.map((one) => one.name)), ...[...rows(found)].map((row) => line(row.map(cell)))];
  }

  function jsonRows(found) {
    const names = found.columns.map((one) => JSON.stringify(one.name));
    const objects = [...rows(found)].map((row) => `{${row.map((told, at) => `${names[at]}: ${told}`).join(", ")}}`);
    return objects.length ? [`[\n${objects.join(",\n")}\n]\n`] : ["[]\n"];
  }

  // DuckDB's words, once, with the line that the text has; `above` is the number of lines above the statement.
  function complaint(message, above) {
    const [what, place] = message.trim().split(/\n+(?=LINE \d+:)/);
    const [, nr, line, caret] = place?.match(/^LINE (\d+):(.*)\n( *)\^/) ?? [];
    if (!nr) return what;
    const head = `LINE ${Number(nr) + above - 1}:`;
    return `${what}\n\n${head}${line}\n${" ".repeat(Math.max(0, caret.length + head.length - `LINE ${nr}:`.length))}^`;
  }

  return { statements, column, distinct, csv, jsonRows, complaint };
})();
