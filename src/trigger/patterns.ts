import { minimatch } from 'minimatch'

/**
 * Whether a name fits glob patterns. As in GitHub's own lists of branches, a pattern after `!` takes away again what those
 * before it let in.
 */
export function fitsPatterns(name: string, patterns: readonly string[]): boolean {
  return patterns.reduce((fits, pattern) => {
    const isExclusion = pattern.startsWith('!')
    const glob = isExclusion ? pattern.slice(1) : pattern
    const matches = name === glob || minimatch(name, glob, { dot: true, nonegate: true, nocomment: true })
    return matches ? !isExclusion : fits
  }, false)
}
