import type { ScalarTag, Tags } from 'yaml'

/** What PyYAML takes unquoted text for (`yaml.resolver`), which differs from other readers: `y` and `1e3` are text. */
const patterns = {
  boolean: /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  integer:
    /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  float:
    /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  date: /^(?:\d{4}-\d\d-\d\d|\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t]+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d{1,2}(?::\d\d)?))?)$/,
} as const

const tags: readonly ScalarTag[] = [
  {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test: patterns.boolean,
    resolve: (text) => /^(?:yes|true|on)$/i.test(text),
  },
  { tag: 'tag:yaml.org,2002:int', default: true, test: patterns.integer, resolve: readInteger },
  { tag: 'tag:yaml.org,2002:float', default: true, test: patterns.float, resolve: readFloat },
  // A symbol is none of the types that a schema knows, as a date is none of those that Prefect takes.
  { tag: 'tag:yaml.org,2002:timestamp', default: true, test: patterns.date, resolve: (text) => Symbol(text) },
]

/** Has unquoted values read as PyYAML reads them; dates become symbols, described by their text. */
export function readAsPyYaml(known: Tags): Tags {
  const replaced = new Set(tags.map(({ tag }) => tag))
  const kept = known.filter((tag) => typeof tag === 'string' || !replaced.has(tag.tag))
  // Where a tag is written out, such as !!float "1", the text need not look like it.
  const written = tags.map((tag): ScalarTag => ({ ...withoutTest(tag), default: false }))
  return [...kept, ...tags, ...written]
}

function withoutTest(tag: ScalarTag): ScalarTag {
  const copy = { ...tag }
  delete copy.test
  return copy
}

/** Whether unquoted text is a date. */
export function isDate(text: string): boolean {
  return patterns.date.test(text)
}

/** Dates as the texts that they are written as. */
export function dateAsText(value: unknown): unknown {
  return typeof value === 'symbol' ? (value.description ?? '') : value
}

function readInteger(text: string): number {
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '')
  const sign = text.startsWith('-') ? -1 : 1
  if (digits.includes(':')) return sign * inSixties(digits)
  if (/^0[bx]/.test(digits)) return sign * Number(digits)
  return sign * (/^0./.test(digits) ? Number.parseInt(digits, 8) : Number(digits))
}

function readFloat(text: string): number {
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '').toLowerCase()
  const sign = text.startsWith('-') ? -1 : 1
  if (digits === '.nan') return Number.NaN
  if (digits === '.inf') return sign * Number.POSITIVE_INFINITY
  return sign * (digits.includes(':') ? inSixties(digits) : Number(digits))
}

/** `1:30` is 90. */
function inSixties(digits: string): number {
  return digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}
