// Draws timelines for the build: programs with their traces as JSON on standard input, HTML by name on standard output.
import {text} from "node:stream/consumers";

import {still} from "../runner/timeline/still.js";

const drawn = {};
for (const {name, trace, ...program} of JSON.parse(await text(process.stdin))) {
  drawn[name] = still(trace.trim().split("\n").map((line) => JSON.parse(line)), program);
}
process.stdout.write(JSON.stringify(drawn));
