/** What a part of a name, such as `<secretaria>`, may be: a regular expression's source. */
export type PartPattern = (part: string) => string

/** The parts of a name by what the pattern calls them. */
export type NameParts = Readonly<Record<string, string>>

/**
 * Reads a name by a pattern such as `rj_<secretaria>__<pipeline>`.
 * @returns the name's parts, or undefined where the name is of another form.
 */
export function readName(name: string, pattern: string, partPattern: PartPattern): NameParts | undefined {
  const seen = new Set<string>()
  const source = splitPattern(pattern).map(({ text, part }) => {
    if (part === undefined) return escape(text)
    if (seen.has(part)) return `\\k<${part}>`
    seen.add(part)
    return `(?<${part}>${partPattern(part)})`
  })
  const match = new RegExp(`^${source.join('')}$`).exec(name)
  return match === null ? undefined : { ...match.groups }
}

/** Puts the parts that are known in their places. */
export function fillName(pattern: string, parts: NameParts): string {
  return splitPattern(pattern)
    .map(({ text, part }) =>
      part !== undefined && Object.hasOwn(parts, part) ? (parts[part] ?? text) : text,
    )
    .join('')
}

/** The pieces of a pattern in order: plain text, and parts. */
function splitPattern(pattern: string): { text: string; part: string | undefined }[] {
  return pattern.split(/(<[a-z]+>)/).map((text) => ({ text, part: /^<([a-z]+)>$/.exec(text)?.[1] }))
}

/** A text as a regular expression that matches just it. */
export function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
