import { Minimatch } from 'minimatch'

/**
 * Reads a `.dockerignore`: the last line that fits a path, or a folder above it, decides.
 * File format: https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function readDockerignore(source: string): (path: string) => boolean {
  const rules = source.split(/\r?\n/).flatMap((line) => {
    const text = line.trim()
    if (text === '' || line.startsWith('#')) return []
    const isException = text.startsWith('!')
    const pattern = text
      .replace(/^!/, '')
      .trim()
      .replace(/^\.?\/+|\/+$/g, '')
    return [{ fits: readPathPattern(pattern), isException }]
  })
  return (path) => {
    const fitting = rules.findLast(({ fits }) => fits(path))
    return fitting !== undefined && !fitting.isException
  }
}

/** Reads a pattern that fits a path where it fits the path itself or a folder above it. */
export function readPathPattern(pattern: string): (path: string) => boolean {
  const matcher = new Minimatch(pattern, { dot: true })
  return (path) => {
    const parts = path.split('/')
    return parts.some((_, index) => matcher.match(parts.slice(0, index + 1).join('/')))
  }
}
