// Judges the Kubernetes objects on standard input, a JSON array, twice: by the schemas of the API (types, what is required,
// what may be chosen), and, for fields that the API does not know, by its TypeScript types. One finding a line.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..");
const objects = JSON.parse(readFileSync(0, "utf8"));
const path = (object) => `kubernetes-models/${object.apiVersion}/${object.kind}`;
const name = (object) => `${object.kind}/${object.metadata?.name}`;
const types = [];
for (const [index, object] of objects.entries()) {
  let model;
  try {
    model = (await import(path(object)))[object.kind];
  } catch {
    console.log(`${name(object)}: the API has no ${object.kind} in ${object.apiVersion}`);
    continue;
  }
  try {
    new model(object).validate();
  } catch (error) {
    console.log(`${name(object)}: ${String(error.message).replaceAll("\n", " ")}`);
  }
  types.push(`import type { I${object.kind} as T${index} } from "${path(object)}";`);
  types.push(`export const o${index}: T${index} = ${JSON.stringify(object, null, 1)};`);
}

// Inside the project, as the compiler looks for packages upwards from the file.
const scratch = join(folder, "node_modules", `.kubernetes-${process.pid}`);
mkdirSync(scratch, { recursive: true });
try {
  writeFileSync(join(scratch, "objects.ts"), types.join("\n"));
  execFileSync(join(folder, "node_modules", ".bin", "tsc"),
    ["--noEmit", "--strict", "--skipLibCheck", "--pretty", "false", "--module", "esnext", "--moduleResolution", "bundler", "--types", "", join(scratch, "objects.ts")],
    { stdio: "pipe" });
} catch (error) {
  for (const line of String(error.stdout ?? error).split("\n").filter((line) => line.includes("error"))) {
    console.log(line);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
