import { minimatch } from 'minimatch'

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
    return [{ pattern, isException }]
  })
  return (path) => {
    const fitting = rules.findLast(({ pattern }) => fitsPathOrFolder(path, pattern))
    return fitting !== undefined && !fitting.isException
  }
}

/** Whether a pattern fits a path or one of the folders that it is in. */
export function fitsPathOrFolder(path: string, pattern: string): boolean {
  const parts = path.split('/')
  return parts.some((_, index) => minimatch(parts.slice(0, index + 1).join('/'), pattern, { dot: true }))
}
