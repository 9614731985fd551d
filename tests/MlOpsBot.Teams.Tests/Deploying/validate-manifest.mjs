// Judges the manifest on standard input by the schema of its own version, as @microsoft/app-manifest carries it.
// Prints one finding a line; nothing where there is none. Run in the folder of the tests' package.json.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ours = createRequire(join(process.cwd(), "package.json"));
const theirs = createRequire(ours.resolve("@microsoft/app-manifest"));
const Ajv = theirs("ajv-draft-04").default ?? theirs("ajv-draft-04");
const addFormats = theirs("ajv-formats").default ?? theirs("ajv-formats");

const manifest = JSON.parse(readFileSync(0, "utf8"));
const schemas = join(dirname(ours.resolve("@microsoft/app-manifest")), "json-schemas", "teams", `v${manifest.manifestVersion}`);
const schema = JSON.parse(readFileSync(join(schemas, "MicrosoftTeams.schema.json"), "utf8"));
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
const validate = ajv.compile(schema);
if (!validate(manifest)) {
  for (const error of validate.errors) {
    console.log(`${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`);
  }
}
