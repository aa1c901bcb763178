import { beforeAll, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { join } from 'node:path'
import { derivePrefectFile } from '../../src/prefect/derived-file.ts'
import { ensurePrefect } from '../../testbed/prefect-server.ts'
import { generatePrefectFile } from '../builders/generated-prefect-file.ts'
import { aPipeline } from '../builders/pipeline.ts'
import { aPlannedDeployment } from '../builders/plan.ts'

/** Reads pairs of files as Prefect does and tells where a derived one says something else, types and all. */
const compare = `
import json, sys, yaml

def typed(value):
    if isinstance(value, dict):
        return {(type(key).__name__, repr(key)): typed(item) for key, item in value.items()}
    return [typed(item) for item in value] if isinstance(value, list) else (type(value).__name__, repr(value))

def left(steps):
    return [step for step in steps or [] if "my_steps.notify" in step]

def expected(file, chosen):
    outside = {key: value for key, value in file.items() if key not in ("build", "push")}
    entries = []
    for index in chosen:
        entry = file["deployments"][index]
        kept = {key: value for key, value in entry.items() if key not in ("build", "push")}
        for section in ("build", "push"):
            steps = left(entry[section] if section in entry else file.get(section))
            if steps:
                kept[section] = steps
        entries.append(kept)
    return {**outside, "deployments": entries}

different = []
for seed, (source, derived, chosen) in enumerate(json.load(sys.stdin)):
    wanted = expected(yaml.safe_load(source), chosen)
    if typed(wanted) != typed(yaml.safe_load(derived)):
        different.append(seed)
json.dump(different, sys.stdout)
`

let python: string

beforeAll(async () => {
  python = join((await ensurePrefect('3.8')).bin, 'python')
}, 600_000)

test('PyYAML reads from a derived file what it reads from the whole one', async () => {
  const files = Array.from({ length: 400 }, (_, seed) => {
    const source = generatePrefectFile(seed)
    const pipeline = aPipeline(source)
    expect(pipeline.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    const chosen = pipeline.deployments.map(({ index }) => index).filter((index) => (index + seed) % 2 === 0)
    const planned = chosen.map((index) => aPlannedDeployment({ index }))
    return [source, derivePrefectFile(pipeline, planned), chosen]
  })
  const { stdout } = await execa(python, ['-c', compare], { input: JSON.stringify(files) })
  expect(JSON.parse(stdout)).toEqual([])
}, 120_000)

test('the files have what makes reading them hard', () => {
  const all = Array.from({ length: 400 }, (_, seed) => generatePrefectFile(seed)).join('\n')
  for (const text of ['<<: *', '<<: [*', ': *', '1:30', '!!binary', '|2', '\\u2028', 'pull: null']) {
    expect(all).toContain(text)
  }
})
