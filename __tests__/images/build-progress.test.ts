import { describe, expect, test } from '@jest/globals'
import { followBuild, targetOf } from '../../src/images/build-progress.ts'
import { follow, readSample } from '../builders/buildx-samples.ts'

const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000000001Z`
const base64 = (text: string) => Buffer.from(text).toString('base64')
const status = (parts: object) => JSON.stringify(parts)

/** A status with one step. */
function step(name: string, more: object = {}): string {
  return status({ vertexes: [{ digest: `sha256:${name}`, name, ...more }] })
}

/** A status with what a step printed. */
function printed(name: string, text: string | Buffer): string {
  return status({ logs: [{ vertex: `sha256:${name}`, data: Buffer.from(text).toString('base64') }] })
}

describe(`${followBuild.name} on real output`, () => {
  test.each(['success', 'cached'])('%s: the steps, and nothing else', async (name) => {
    const { progress, shown } = follow(await readSample(name))
    expect(shown).toContainEqual(expect.stringMatching(/^\[rj_a__one-1\] exporting to image \(\d+\.\d s\)$/))
    expect(shown.filter((line) => /internal|[{}]/.test(line))).toEqual([])
    expect(progress.failure()).toBeUndefined()
    expect(progress.messages).toEqual([])
    expect(progress.running()).toEqual([])
    expect([...progress.finishedAt.keys()].sort()).toEqual(['rj_a__one-1', 'rj_b__two-2'])
    expect(progress.finishedAt.get('rj_a__one-1')).toBeGreaterThan(Date.parse('2020-01-01'))
  })

  test('a build of one image: its steps name no target', async () => {
    const { progress } = follow(await readSample('success-alone'), ['rj_a__one-1'])
    expect([...progress.finishedAt.keys()]).toEqual(['rj_a__one-1'])
    expect([...progress.pushed]).toEqual(['localhost:5000/example/rj_a__one:abc1234'])
  })

  test.each([
    ['success', ['rj_a__one', 'rj_b__two']],
    ['success-remote', ['rj_a__one', 'rj_b__two']],
    ['one-pushed-remote', ['rj_a__one']],
    ['push-denied', []],
    ['push-denied-remote', []],
    ['copy-fails', []],
  ])('%s: what is in the registry then', async (name, pipelines) => {
    const { progress } = follow(await readSample(name))
    expect([...progress.pushed].sort()).toEqual(
      pipelines.map((pipeline) => `localhost:5000/example/${pipeline}:abc1234`),
    )
  })

  test('cached steps are shown as such', async () => {
    const { shown } = follow(await readSample('cached'))
    expect(shown).toContain('[rj_b__two-2 1/1] COPY main.py /main.py (cached)')
  })

  test('what a command prints is shown under its step, and kept for the failure', async () => {
    const { progress, shown } = follow(await readSample('run-fails'))
    expect(shown).toContain('[rj_b__two-2 2/2] | to stdout')
    expect(shown).toContain('[rj_b__two-2 2/2] | to stderr')
    expect(progress.failure()?.log).toEqual(['to stdout', 'to stderr'])
  })

  test.each([
    ['base-missing', '[rj_b__two-2 internal] load metadata for localhost:5000/no/such:base'],
    ['copy-fails', '[rj_b__two-2 2/2] COPY missing.txt /'],
    ['copy-fails-alone', '[1/1] COPY missing.txt /'],
    ['push-denied-alone', 'pushing localhost:5000/example/rj_a__one:abc1234 with docker'],
    ['push-denied-remote', '[rj_b__two-2] exporting to image'],
    ['run-fails', '[rj_b__two-2 2/2] RUN echo to stdout;     echo to stderr >&2;     exit 3'],
  ])('%s: the step that failed is not one that was only stopped', async (name, failed) => {
    const { progress } = follow(await readSample(name))
    expect(progress.failure()).toMatchObject({ step: failed })
    expect(progress.failure()?.error).not.toContain('context canceled')
  })

  test.each(['syntax-error', 'syntax-error-alone'])('%s: no step failed; buildx says it', async (name) => {
    const { progress } = follow(await readSample(name))
    expect(progress.failure()).toBeUndefined()
    expect(progress.messages).toContain('Dockerfile:2')
  })

  test.each(['success', 'run-fails', 'push-denied-remote'])(
    '%s: one object a line, as other releases print it, is the same',
    async (name) => {
      const lines = await readSample(name)
      const compact: string[] = []
      let open: string[] = []
      for (const line of lines) {
        if (open.length === 0 && line !== '{') compact.push(line)
        else open.push(line)
        if (line !== '}') continue
        compact.push(JSON.stringify(JSON.parse(open.join('\n'))))
        open = []
      }
      expect(compact.length).toBeLessThan(lines.length)
      expect(follow(compact).shown).toEqual(follow(lines).shown)
      expect(follow(compact).progress.failure()).toEqual(follow(lines).progress.failure())
    },
  )
})

describe(followBuild.name, () => {
  test('tells what is running', () => {
    const progress = followBuild([])
    progress.accept(step('[a-1 1/2] RUN one', { started: at(1) }))
    progress.accept(step('[b-2 1/2] RUN two', { started: at(1) }))
    progress.accept(step('[b-2 2/2] RUN three'))
    expect(progress.running()).toEqual(['[a-1 1/2]', '[b-2 1/2]'])
    progress.accept(step('[a-1 1/2] RUN one', { started: at(1), completed: at(3) }))
    expect(progress.running()).toEqual(['[b-2 1/2]'])
  })

  test('shows a step once, when it ends', () => {
    const progress = followBuild([])
    const done = step('[a-1 1/2] RUN one', { started: at(1), completed: at(3) })
    expect(progress.accept(step('[a-1 1/2] RUN one', { started: at(1) }))).toEqual([])
    expect(progress.accept(done)).toEqual(['[a-1 1/2] RUN one (2.0 s)'])
    expect(progress.accept(done)).toEqual([])
  })

  test("a target's end is that of its last step", () => {
    const progress = followBuild([])
    progress.accept(step('[a-1 1/2] RUN one', { completed: at(3) }))
    progress.accept(step('[a-1] exporting to image', { completed: at(7) }))
    progress.accept(step('[auth] sharing credentials for r', { completed: at(9) }))
    expect([...progress.finishedAt]).toEqual([['a-1', Date.parse(at(7))]])
  })

  test("only the end of a failed step's log is kept", () => {
    const progress = followBuild([])
    progress.accept(step('[a-1 1/2] RUN one', { started: at(1) }))
    progress.accept(printed('[a-1 1/2] RUN one', Array.from({ length: 20 }, (_, i) => `${i}\n`).join('')))
    progress.accept(
      printed('[a-1 1/2] RUN one', Array.from({ length: 20 }, (_, i) => `${i + 20}\n`).join('')),
    )
    progress.accept(step('[a-1 1/2] RUN one', { completed: at(2), error: 'exit code: 1' }))
    const log = progress.failure()?.log
    expect(log).toHaveLength(30)
    expect([log?.[0], log?.at(-1)]).toEqual(['10', '39'])
  })

  test("a line that comes in two parts is one line of a failed step's log", () => {
    const progress = followBuild([])
    progress.accept(step('[a-1 1/2] RUN one'))
    for (const text of ['No module named `pkg_', 'resources`\nbye']) {
      progress.accept(printed('[a-1 1/2] RUN one', text))
    }
    progress.accept(step('[a-1 1/2] RUN one', { completed: at(2), error: 'exit code: 1' }))
    expect(progress.failure()?.log).toEqual(['No module named `pkg_resources`', 'bye'])
  })

  test('lines of a log end as terminals and Windows end them; empty ones are left out', () => {
    const progress = followBuild([])
    progress.accept(step('[a-1 1/2] RUN one'))
    expect(progress.accept(printed('[a-1 1/2] RUN one', 'olá\r\n\n10 %\r20 %\r  \n'))).toEqual([
      '[a-1 1/2] | olá',
      '[a-1 1/2] | 10 %',
      '[a-1 1/2] | 20 %',
    ])
  })

  test('a log of a step that was never named is shown all the same', () => {
    expect(followBuild([]).accept(printed('x', 'text'))).toEqual(['sha256:x | text'])
  })

  test.each([
    'plain text',
    '{ not JSON',
    '{"vertexes": [{"digest": 1}]}',
    `{"logs": [{"data": "${base64('x')}"}]}`,
    '[]',
    '}',
  ])('%s is a message', (line) => {
    const progress = followBuild([])
    expect(progress.accept(line)).toEqual([line])
    expect(progress.messages).toEqual([line])
  })

  test('statuses without anything to show', () => {
    const progress = followBuild([])
    for (const line of ['{}', '{"vertexes":null,"logs":null}', '{"statuses":[{"id":"x"}]}'])
      expect(progress.accept(line)).toEqual([])
    expect(progress.messages).toEqual([])
  })
})

describe(targetOf.name, () => {
  test.each([
    ['[rj_smfp__revenue-1 3/5] RUN uv sync', 'rj_smfp__revenue-1'],
    ['[rj_smfp__revenue-12] exporting to image', 'rj_smfp__revenue-12'],
    ['[rj_smfp__revenue-1 internal] load metadata', 'rj_smfp__revenue-1'],
    ['[rj_smfp__revenue-1 stage-0 3/5] RUN x', 'rj_smfp__revenue-1'],
    ['[1/2] COPY main.py', undefined],
    ['[internal] load build definition', undefined],
    ['[auth] sharing credentials', undefined],
    ['exporting to image', undefined],
  ])('%s', (name, target) => {
    expect(targetOf(name)).toBe(target)
  })
})
