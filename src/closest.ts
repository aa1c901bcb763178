/** The one of `choices` that a mistyped word most likely means; undefined where none is near. */
export function findClosest(word: string, choices: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[-_ ]/g, '')
  const near = choices
    .map((choice) => ({ choice, distance: distance(plain(word), plain(choice)) }))
    .filter(({ choice, distance: far }) => far <= Math.max(1, Math.floor(choice.length / 3)))
  return near.sort((a, b) => a.distance - b.distance)[0]?.choice
}

/** How many letters have to be added, removed or changed (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [at, letter] of from.split('').entries()) {
    const next = [at + 1]
    for (const [index, other] of to.split('').entries()) {
      const [add = 0, change = 0, remove = 0] = [next[index], row[index], row[index + 1]]
      next.push(Math.min(add + 1, remove + 1, change + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row[to.length] ?? 0
}
