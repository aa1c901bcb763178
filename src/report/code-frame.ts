import type { Location } from '../problem.ts'
import { harmless } from './harmless.ts'
import type { Paint } from './terminal.ts'

/** How many characters of a line are shown before and from the one that is marked. */
const shown = { before: 60, from: 60 }

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The lines around a place, with a mark under its column; none where the file has no such line. */
export function drawCodeFrame(
  lines: readonly string[],
  { line: number, column = 1 }: Location,
  paint: Paint,
): string[] {
  if (number === undefined || lines[number - 1] === undefined) return []
  const at = column - 1
  const start = Math.max(0, at - shown.before)
  const crop = (line: string) => printable(line.slice(start, at + shown.from))
  const width = String(Math.min(number + 1, lines.length)).length
  const rows = [number - 1, number, number + 1].flatMap((each) => {
    const text = lines[each - 1]
    // What the end of the last line begins is no line.
    if (text === undefined || (text === '' && each === lines.length)) return []
    const isIt = each === number
    const gutter = `${isIt ? '>' : ' '} ${String(each).padStart(width)} |`
    const row = `${paint(isIt ? 'red' : 'dim', gutter)} ${crop(text)}`.trimEnd()
    return isIt
      ? [row, `${' '.repeat(width + 2)} ${paint('dim', '|')} ${mark(text.slice(start, at), paint)}`]
      : [row]
  })
  return rows
}

function mark(before: string, paint: Paint): string {
  return ' '.repeat([...segmenter.segment(printable(before))].length) + paint('red', '^')
}

/** Each tab as one space, so that the mark stands where it belongs. */
function printable(text: string): string {
  return harmless(text).replaceAll('\t', ' ')
}
