// Judges the workflow that the first argument names by GitHub's own parser, expressions included. One finding a line.
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { basename } from "node:path";

// The package imports JSON in a way that older Node.js wants spelt out.
register(`data:text/javascript,${encodeURIComponent(
  'export const load = (url, context, next) => next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);')}`);
const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = await import("@actions/workflow-parser");

const parsed = parseWorkflow({ name: basename(process.argv[2]), content: readFileSync(process.argv[2], "utf8") }, new NoOperationTraceWriter());
const findings = new Set(parsed.context.errors.getErrors().map((error) => error.message));
if (parsed.value) {
  const template = await convertWorkflowTemplate(parsed.context, parsed.value);
  for (const error of template.errors ?? []) findings.add(error.Message ?? error.message);
}
findings.forEach((finding) => console.log(finding));
