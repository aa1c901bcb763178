import type { Span } from './run-record.ts'

/** Draws the run as a Mermaid gantt chart (https://mermaid.js.org/syntax/gantt.html); empty for a run without spans. */
export function drawTimeline(spans: readonly Span[], startedAt: number): string {
  if (spans.length === 0) return ''
  const sections = [...new Set(spans.map(({ section }) => section))]
  const lines = sections.flatMap((section) => [
    `  section ${plainText(section)}`,
    ...spans
      .filter((span) => span.section === section)
      .map(({ label, from, to }) => {
        const seconds = ((to - from) / 1000).toFixed(1)
        // A bar of no width at all would not be drawn.
        const end = Math.max(to, from + 1)
        return `  ${plainText(label)} ${seconds} s :${from - startedAt}, ${end - startedAt}`
      }),
  ])
  return ['```mermaid', 'gantt', '  dateFormat x', '  axisFormat %M:%S', ...lines, '```'].join('\n')
}

/** Mermaid takes these characters for syntax, and these words at the beginning of a line. */
function plainText(text: string): string {
  return text
    .replace(/[:;#,`\n\r%{}]/g, ' ')
    .trim()
    .replace(
      /^(?=(?:title|section|click|dateFormat|axisFormat|tickInterval|excludes|includes|todayMarker|weekday|weekend)\b)/i,
      '· ',
    )
}
