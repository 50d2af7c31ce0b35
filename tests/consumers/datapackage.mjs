// datapackage.json and its CSV files by the npm package `datapackage`, cast by their schemas; a cast that fails is thrown.
import { createRequire } from "node:module";
import process from "node:process";

const [folder, modules] = process.argv.slice(2);
const { Package } = createRequire(modules + "/")("datapackage");
process.chdir(folder);
const found = await Package.load("datapackage.json");
const tables = found.resources.filter((one) => one.descriptor.format === "csv");
const read = {};
for (const one of tables) read[one.name] = await one.read({ keyed: true });
const rows = {}, joins = {};
for (const one of tables) {
  rows[one.name] = read[one.name].length;
  for (const key of one.descriptor.schema.foreignKeys ?? []) {
    const [mine] = [key.fields].flat(), [theirs] = [key.reference.fields].flat();
    const known = new Set(read[key.reference.resource || one.name].map((row) => row[theirs]));
    known.delete(null);
    joins[`${one.name}.${mine}`] = read[one.name].filter((row) => known.has(row[mine])).length;
  }
}
console.log(JSON.stringify({ rows, joins }));
