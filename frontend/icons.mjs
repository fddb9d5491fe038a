// Refreshes kith/ui/lucide from lucide-static: `npm run icons`, or `npm run icons -- bell gauge` to add some.
// The SVGs are kept in the repository, so that neither a build nor a page needs the whole icon set.
import { copyFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("node_modules/lucide-static/icons/", import.meta.url));
const target = fileURLToPath(new URL("../kith/ui/lucide/", import.meta.url));
const kept = readdirSync(target).filter((name) => name.endsWith(".svg")).map((name) => name.slice(0, -4));
for (const name of new Set([...kept, ...process.argv.slice(2)])) {
  copyFileSync(`${source}${name}.svg`, `${target}${name}.svg`);
}
