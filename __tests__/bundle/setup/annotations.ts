/** A problem as the runner reads it from the log. */
export interface Annotation {
  readonly severity: string
  readonly title: string
  readonly file?: string
  readonly line?: string
  readonly col?: string
  readonly message: string
  /** The last line, where there are several. */
  readonly hint?: string
}

/** All problems in a log, in the runner's own reading of it: one that it was told not to heed is none. */
export function readAnnotations(log: string): Annotation[] {
  return heededLines(log).flatMap((line) => {
    const [, severity, properties = '', data = ''] =
      /^::(error|warning|notice) (.*?)::(.*)$/.exec(line.trimStart()) ?? []
    if (severity === undefined) return []
    const pairs = properties.split(',').map((property) => {
      const [key = '', ...value] = property.split('=')
      return [key, unescape(value.join('='))] as const
    })
    const lines = unescape(data).split('\n')
    const hint = lines.length > 1 ? lines.pop() : undefined
    return [
      {
        title: '',
        ...(Object.fromEntries(pairs) as Partial<Annotation>),
        severity,
        message: lines.join('\n'),
        ...(hint !== undefined && { hint }),
      },
    ]
  })
}

/**
 * The lines in which the runner looks for commands: those that are not between `::stop-commands::WORD` and `::WORD::`
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands).
 */
function heededLines(log: string): string[] {
  let end: string | undefined
  return log.split('\n').filter((line) => {
    if (end !== undefined) {
      if (line.trim() === end) end = undefined
      return false
    }
    const [, word] = /^::stop-commands::(.+)$/.exec(line.trim()) ?? []
    if (word !== undefined) end = `::${word}::`
    return word === undefined
  })
}

/** Undoes what https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts does. */
function unescape(text: string): string {
  return text
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%25', '%')
}
