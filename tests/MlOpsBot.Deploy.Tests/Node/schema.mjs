// Judges the JSON array on standard input, each element by the JSON schema that the first argument names. One finding a line.
// --without-formats: the schema means its own formats, and not those of JSON Schema.
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import addFormats from "ajv-formats";

const schema = JSON.parse(readFileSync(process.argv[2], "utf8"));
const ajv = schema.$schema?.includes("2019-09") ? new Ajv2019({ allErrors: true, strict: false }) : new Ajv({ allErrors: true, strict: false });
if (process.argv[3] !== "--without-formats") addFormats(ajv);

// It names its draft by an address that the draft does not have.
delete schema.$schema;

// Compose's schema says "id" where its draft says "$id"; nothing refers to these.
const anonymous = (node) => {
  if (node && typeof node === "object") {
    if (typeof node.id === "string" && (node.id.startsWith("#") || node.id.endsWith(".json"))) delete node.id;
    Object.values(node).forEach(anonymous);
  }
};
anonymous(schema);
const validate = ajv.compile(schema);
for (const [index, element] of JSON.parse(readFileSync(0, "utf8")).entries()) {
  if (!validate(element)) {
    for (const error of validate.errors) {
      console.log(`${index} ${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`);
    }
  }
}
