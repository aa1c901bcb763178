import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { startRegistrar, type Registrar, type RegistrarOptions } from '../../src/prefect/registrar.ts'
import { testEnvironment } from '../builders/programs.ts'
import { makeTemporaryFolder } from '../builders/temporary-folder.ts'
import { lines } from '../builders/text.ts'
import { problemOf } from '../builders/thrown.ts'

interface Started extends AsyncDisposable {
  readonly registrar: Registrar
  /** What was shown, each line with the file that it belongs to. */
  readonly shown: [line: string, prefectFile: string | undefined][]
}

/** What every scripted program begins with. */
const preamble = [
  'import json, os, signal, sys, time',
  'def say(**event): print(json.dumps(event), flush=True)',
  'def take(): return json.loads(sys.stdin.readline())["job"]',
  'def ready(): say(event="ready", prefect="1.2.3")',
]

/** Starts a program of these lines in the place of register.py. */
async function startScripted(
  program: readonly string[],
  overrides: Partial<RegistrarOptions> = {},
): Promise<Started> {
  const folder = await makeTemporaryFolder()
  const shown: Started['shown'] = []
  const registrar = startRegistrar({
    python: 'python3',
    program: await folder.write('program.py', lines(...preamble, ...program)),
    cwd: folder.path,
    env: testEnvironment(),
    signal: new AbortController().signal,
    onOutput: (line, prefectFile) => shown.push([line, prefectFile]),
    ...overrides,
  })
  return {
    registrar,
    shown,
    [Symbol.asyncDispose]: async () => {
      await registrar.stop()
      await folder[Symbol.asyncDispose]()
    },
  }
}

describe(startRegistrar.name, () => {
  test('tells the version, and what became of each file', async () => {
    await using started = await startScripted([
      'ready()',
      'first, second = take(), take()',
      'say(event="output", job=second, line="two")',
      'say(event="exit", job=second, code=1, deployments=[])',
      'say(event="output", job=first, line="one")',
      'say(event="exit", job=first, code=0, deployments=[{"id": "d", "name": "n", "flow": "f", "more": 1}])',
    ])
    const { registrar, shown } = started
    expect(await registrar.ready).toBe('1.2.3')
    const results = await Promise.all([registrar.register('/a:b.yaml'), registrar.register('/c.yaml')])
    expect(results).toMatchObject([
      { exitCode: 0, registrations: [{ id: 'd', name: 'n', flow: 'f' }], output: ['one'] },
      { exitCode: 1, registrations: [], output: ['two'] },
    ])
    expect(shown).toEqual([
      ['two', '/c.yaml'],
      ['one', '/a:b.yaml'],
    ])
  })

  test('the program gets the file, the folder and nothing but the given environment', async () => {
    process.env['REGISTRAR_TEST'] = 'leaked'
    await using started = await startScripted(
      [
        'ready()',
        'print(sys.stdin.readline(), os.environ.get("REGISTRAR_TEST"), os.environ["OWN"], os.getcwd())',
      ],
      { env: testEnvironment({ OWN: 'given' }), cwd: '/' },
    )
    delete process.env['REGISTRAR_TEST']
    await expect(started.registrar.register('/a.yaml', ['a--prod'])).rejects.toThrow('ended with exit code 0')
    expect(started.shown.map(([line]) => line)).toEqual([
      '{"job":"1:/a.yaml","prefectFile":"/a.yaml","cwd":"/","built":["a--prod"]}',
      ' None given /',
    ])
  })

  test('one file can be registered again and again', async () => {
    await using started = await startScripted([
      'ready()',
      'jobs = [take(), take()]',
      'assert len(set(jobs)) == 2',
      'for code, job in enumerate(jobs): say(event="exit", job=job, code=code, deployments=[])',
    ])
    const { registrar } = started
    const results = await Promise.all([registrar.register('/a.yaml'), registrar.register('/a.yaml')])
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 1])
  })

  test('only the end of a long output is kept, but all of it is shown', async () => {
    await using started = await startScripted([
      'job = take()',
      'for number in range(1000): say(event="output", job=job, line=str(number))',
      'say(event="exit", job=job, code=1, deployments=[])',
    ])
    const { output } = await started.registrar.register('/a.yaml')
    expect(output).toEqual(Array.from({ length: 40 }, (_, index) => String(960 + index)))
    expect(started.shown).toHaveLength(1000)
  })

  test('close lets the program end by itself', async () => {
    await using started = await startScripted(['ready()', 'sys.stdin.read()', 'print("the end")'])
    await started.registrar.ready
    await started.registrar.close()
    expect(started.shown).toEqual([['the end', undefined]])
  })
})

describe('a registering program with a fault', () => {
  test.each([
    ['text', 'print("garbage")'],
    ['other JSON', 'print(\'{"a": 1}\')'],
    ['a list', 'print("[]")'],
    ['an unknown event', 'say(event="other")'],
    ['half of an event', 'say(event="ready")'],
    ['an exit without a code', 'say(event="exit", job="1:/a.yaml", deployments=[])'],
    ['an event on stderr', 'print(\'{"event": "failed", "message": "x"}\', file=sys.stderr, flush=True)'],
  ])('that says %s: it is shown, and means nothing', async (_, line) => {
    await using started = await startScripted([line, 'sys.stdout.flush()', 'time.sleep(0.05)', 'ready()'])
    expect(await started.registrar.ready).toBe('1.2.3')
    expect(started.shown).toHaveLength(1)
  })

  test('that tells of jobs nobody gave it: the others are as they were', async () => {
    await using started = await startScripted([
      'job = take()',
      'say(event="exit", job="7:/x.yaml", code=0, deployments=[])',
      'say(event="output", job="7:/x.yaml", line="lost")',
      'say(event="exit", job=job, code=3, deployments=[])',
    ])
    expect(await started.registrar.register('/a.yaml')).toEqual({
      exitCode: 3,
      registrations: [],
      output: [],
    })
    expect(started.shown).toEqual([['lost', '/x.yaml']])
  })

  test('that can not import Prefect', async () => {
    await using started = await startScripted([
      'say(event="failed", message="ModuleNotFoundError: x")',
      'exit(1)',
    ])
    const problem = await problemOf(() => started.registrar.ready)
    expect(problem).toMatchObject({ code: 'prefect-unusable', severity: 'error' })
    expect(problem.message).toContain(': ModuleNotFoundError: x.')
    expect(problem.hint).toContain('"prefect"')
  })

  test('that dies before it is ready', async () => {
    await using started = await startScripted(['exit(3)'])
    const problem = await problemOf(() => started.registrar.ready)
    expect(problem.code).toBe('prefect-unusable')
    expect(problem.message).toContain('its process ended with exit code 3')
  })

  test('that dies in the middle of a job: each that is open fails, and later ones at once', async () => {
    await using started = await startScripted(['ready()', 'take(); take(); exit(7)'])
    const { registrar } = started
    const [first, second] = [registrar.register('/a.yaml'), registrar.register('/b.yaml')]
    await expect(first).rejects.toThrow('exit code 7')
    await expect(second).rejects.toThrow('exit code 7')
    await expect(registrar.register('/c.yaml')).rejects.toThrow('exit code 7')
  })

  test('that is not there', async () => {
    await using started = await startScripted([], { python: join('/nowhere', 'python') })
    expect(await problemOf(() => started.registrar.ready)).toMatchObject({ code: 'command-missing' })
    await expect(started.registrar.register('/a.yaml')).rejects.toThrow('/nowhere/python')
  })

  test('that does not end when it is told to: it is made to', async () => {
    await using started = await startScripted([
      'signal.signal(signal.SIGTERM, signal.SIG_IGN)',
      'ready()',
      'while True: time.sleep(1)',
    ])
    await started.registrar.ready
    const pending = expect(started.registrar.register('/a.yaml')).rejects.toThrow('its process ended')
    const from = Date.now()
    await started.registrar.stop()
    await pending
    expect(Date.now() - from).toBeLessThan(4500)
  })

  test('an aborted run ends it, with the reason', async () => {
    const stop = new AbortController()
    await using started = await startScripted(['take()', 'time.sleep(60)'], { signal: stop.signal })
    const pending = expect(started.registrar.register('/a.yaml')).rejects.toThrow('cancelled')
    stop.abort(new Error('cancelled'))
    await expect(started.registrar.ready).rejects.toThrow('cancelled')
    await pending
  })
})
