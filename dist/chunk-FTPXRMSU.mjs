import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)

// src/report/comment-body.ts
var longest = 65535;
function commentMarker(environment) {
  return `<!-- deploy-prefect-pipelines: plan for ${encodeURIComponent(environment).replaceAll("--", "-%2D")} -->`;
}
function makeComment(summary, { environment, runUrl }) {
  const head = `${commentMarker(environment)}
`;
  const foot = `

[The run](${runUrl})
`;
  const whole = `${head}${summary.trimEnd()}${foot}`;
  if (whole.length <= longest) return whole;
  const cutFoot = `

The rest is in [the run's summary](${runUrl}).
`;
  const room = longest - head.length - cutFoot.length - 200;
  const shown = summary.slice(0, summary.lastIndexOf("\n", room));
  return `${head}${shown}${closeBlocks(shown)}${cutFoot}`;
}
function closeBlocks(markdown) {
  let fence;
  let open = 0;
  for (const line of markdown.split("\n")) {
    const marks = /^(?:> )?(`{3,})/.exec(line)?.[1];
    if (fence === void 0) {
      open += line.split("<details>").length - line.split("</details>").length;
      fence = marks;
    } else if (marks === fence) fence = void 0;
  }
  return `${fence === void 0 ? "" : `
${fence}`}${"\n\n</details>".repeat(Math.max(open, 0))}`;
}

export {
  commentMarker,
  makeComment
};
