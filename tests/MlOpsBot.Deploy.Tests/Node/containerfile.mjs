// Judges the container file on standard input by the rules of its language. One finding a line.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { validate } = createRequire(import.meta.url)("dockerfile-utils");
for (const finding of validate(readFileSync(0, "utf8"))) {
  console.log(`${finding.range.start.line + 1}: ${finding.message}`);
}
