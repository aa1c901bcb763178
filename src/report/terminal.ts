import type { Problem } from '../problem.ts'
import { drawCodeFrame } from './code-frame.ts'
import { harmless } from './harmless.ts'
import type { SourceLines } from './source-lines.ts'

/** Gives a text a look, or leaves it as it is. */
export type Paint = (look: 'bold' | 'cyan' | 'dim' | 'red' | 'yellow', text: string) => string

const looks = { error: 'red', warning: 'yellow', notice: 'cyan' } as const

/** Problems as a person reads them: each with its lines of the file, and a count at the end. */
export function printProblems(
  problems: readonly Problem[],
  { lines, checked, paint }: { lines: SourceLines; checked: number; paint: Paint },
): string {
  const blocks = problems.map((problem) => printProblem(problem, { lines, paint }))
  return [...blocks, countProblems(problems, checked)].map((block) => `${block}\n`).join('\n')
}

function printProblem(
  { severity, code, message, hint, location }: Problem,
  { lines, paint }: { lines: SourceLines; paint: Paint },
): string {
  const { path, line, column } = location ?? {}
  const place = [path, line, column].filter((part) => part !== undefined).join(':')
  const title = [paint('bold', inLine(place)), paint(looks[severity], severity), paint('dim', code)]
  const frame = location ? drawCodeFrame(lines.get(location.path) ?? [], location, paint) : []
  return [
    title.filter((part) => part !== paint('bold', '')).join('  '),
    ...indent(harmless(message).split('\n')),
    ...(frame.length > 0 ? ['', ...indent(frame), ''] : []),
    ...(hint === undefined ? [] : indent(harmless(hint).split('\n'))),
    ...indent([paint('dim', `docs/problems.md#${code}`)]),
  ].join('\n')
}

/** A path may hold a line's end too. */
function inLine(text: string): string {
  return harmless(text.replace(/[\r\n]+/g, ' '))
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`))
}

function countProblems(problems: readonly Problem[], checked: number): string {
  const counts = (['error', 'warning', 'notice'] as const).flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length
    return count === 0 ? [] : plural(count, severity)
  })
  if (checked === 0 && counts.length === 0) return 'No pipeline to check.'
  return `${counts.length === 0 ? 'No problems' : counts.join(', ')} in ${plural(checked, 'pipeline')}.`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
