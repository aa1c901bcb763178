/** The most characters that GitHub takes in a comment. */
const longest = 65_535

/** By which a comment is found again: it is hidden, and there is one for each environment. */
export function commentMarker(environment: string): string {
  return `<!-- deploy-prefect-pipelines: plan for ${encodeURIComponent(environment).replaceAll('--', '-%2D')} -->`
}

/**
 * Makes a pull request's comment of a job summary. What is too long is cut at a line's end, and blocks that are open there
 * are closed.
 * @param runUrl where the whole summary is.
 */
export function makeComment(
  summary: string,
  { environment, runUrl }: { environment: string; runUrl: string },
): string {
  const head = `${commentMarker(environment)}\n`
  const foot = `\n\n[The run](${runUrl})\n`
  const whole = `${head}${summary.trimEnd()}${foot}`
  if (whole.length <= longest) return whole
  const cutFoot = `\n\nThe rest is in [the run's summary](${runUrl}).\n`
  // Room for what closes open blocks.
  const room = longest - head.length - cutFoot.length - 200
  const shown = summary.slice(0, summary.lastIndexOf('\n', room))
  return `${head}${shown}${closeBlocks(shown)}${cutFoot}`
}

function closeBlocks(markdown: string): string {
  let fence: string | undefined
  let open = 0
  for (const line of markdown.split('\n')) {
    const marks = /^(?:> )?(`{3,})/.exec(line)?.[1]
    if (fence === undefined) {
      open += line.split('<details>').length - line.split('</details>').length
      fence = marks
    } else if (marks === fence) fence = undefined
  }
  return `${fence === undefined ? '' : `\n${fence}`}${'\n\n</details>'.repeat(Math.max(open, 0))}`
}
