import { distance } from 'fastest-levenshtein'

/** The one of `choices` that a mistyped word most likely means; undefined where none is near. */
export function findClosest(word: string, choices: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[-_ ]/g, '')
  const near = choices
    .map((choice) => ({ choice, far: distance(plain(word), plain(choice)) }))
    .filter(({ choice, far }) => far <= Math.max(1, Math.floor(choice.length / 3)))
  return near.sort((a, b) => a.far - b.far)[0]?.choice
}
