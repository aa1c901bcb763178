import { parse } from 'yaml'
import { messageOf } from '../problem.ts'
import type { EnvironmentMap } from './environment.ts'

/** What holds where nobody says otherwise. As in action.yml. */
export const defaultEnvironments = 'prod: [master, main]\nstaging: [staging/**]'

/**
 * Reads YAML that maps each environment to branch patterns.
 * @returns the map, or what is wrong, as the end of a sentence that begins with the option's name.
 */
export function parseEnvironments(source: string): { map: EnvironmentMap } | { mistake: string } {
  const mistake = 'must map each environment to branch patterns, such as "prod: [master, main]"'
  let data: unknown
  try {
    data = parse(source)
  } catch (error) {
    return { mistake: `is not valid YAML: ${messageOf(error)}` }
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return { mistake }
  const entries = Object.entries(data).map(([name, value]: [string, unknown]) => {
    const patterns: unknown[] = Array.isArray(value) ? value : [value]
    const texts = patterns.filter((pattern) => typeof pattern === 'string')
    return [name, texts.length === patterns.length ? texts : []] as const
  })
  if (entries.length === 0 || entries.some(([, patterns]) => patterns.length === 0)) return { mistake }
  return { map: Object.fromEntries(entries) }
}
