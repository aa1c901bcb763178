import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { followBuild, type BuildProgress } from '../../src/images/build-progress.ts'
import { anImage, aRecipe } from './plan.ts'

const folder = join(import.meta.dirname, '../fixtures/buildx')

/** The images of the samples: a sample whose name ends in `-alone` has only the first. */
export const sampleImages = ['rj_a__one', 'rj_b__two'].map((pipeline) =>
  anImage({
    name: `localhost:5000/example/${pipeline}`,
    tag: 'abc1234',
    pipelines: [pipeline],
    recipe: aRecipe({ dockerfile: `pipelines/${pipeline}/Dockerfile` }),
    location: { path: `pipelines/${pipeline}/prefect.yaml`, line: 5, column: 5 },
  }),
)

/** The lines that buildx printed in a real build. */
export async function readSample(name: string): Promise<string[]> {
  return (await readFile(join(folder, `${name}.txt`), 'utf8')).split('\n').slice(0, -1)
}

/** Follows a build of targets to its end, by default of both images; keeps what is shown of it. */
export function follow(
  lines: readonly string[],
  targets: readonly string[] = ['rj_a__one-1', 'rj_b__two-2'],
): { progress: BuildProgress; shown: string[] } {
  const progress = followBuild(targets)
  return { progress, shown: lines.flatMap((line) => progress.accept(line)) }
}
