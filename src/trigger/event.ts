import { Ajv, type ErrorObject } from 'ajv'
import { failure } from '../problem.ts'

/** What set the run off, as far as a deploy or its plan is concerned. */
export type DeployEvent =
  | {
      readonly kind: 'push'
      readonly branch: string
      /** The commit that the branch was at; undefined for a branch that the push made. */
      readonly before: string | undefined
      /** The push removed commits from the branch. */
      readonly forced: boolean
      readonly defaultBranch: string
    }
  | { readonly kind: 'branch-deleted'; readonly branch: string }
  | { readonly kind: 'manual'; readonly eventName: string; readonly branch: string }
  | PullRequest

/** Only ever planned. */
export interface PullRequest {
  readonly kind: 'pull-request'
  /** The branch that it is to be merged into, which decides the environment. */
  readonly branch: string
  readonly number: number
}

/** The event as the runner tells it. */
export interface EventContext {
  /** `GITHUB_EVENT_NAME` */
  readonly name: string
  /** The parsed file at `GITHUB_EVENT_PATH`. */
  readonly payload: unknown
  /** `GITHUB_REF`, such as `refs/heads/master`. */
  readonly ref: string
}

interface PullRequestPayload {
  pull_request: { number: number; base: { ref: string } }
}

interface PushPayload {
  ref: string
  before: string
  deleted: boolean
  forced: boolean
  repository: { default_branch: string }
}

const commitId = { type: 'string', pattern: '^[0-9a-f]{40}([0-9a-f]{24})?$' }
const ajv = new Ajv({ allErrors: true })
const validatePullRequest = ajv.compile<PullRequestPayload>({
  type: 'object',
  required: ['pull_request'],
  properties: {
    pull_request: {
      type: 'object',
      required: ['number', 'base'],
      properties: {
        number: { type: 'integer' },
        base: { type: 'object', required: ['ref'], properties: { ref: { type: 'string', minLength: 1 } } },
      },
    },
  },
})
const validatePush = ajv.compile<PushPayload>({
  type: 'object',
  required: ['ref', 'before', 'deleted', 'forced', 'repository'],
  properties: {
    ref: { type: 'string' },
    before: commitId,
    deleted: { type: 'boolean' },
    forced: { type: 'boolean' },
    repository: {
      type: 'object',
      required: ['default_branch'],
      properties: { default_branch: { type: 'string', minLength: 1 } },
    },
  },
})

/** Events that a person or a clock starts, and that say nothing about what changed. */
const manualEvents = ['workflow_dispatch', 'repository_dispatch', 'schedule']

/**
 * Reads the event. A deploy is refused on pull requests, forks, tags and unknown events; a plan is made on any event.
 * A called workflow (`workflow_call`) has the event of its caller.
 * Payloads: https://docs.github.com/en/webhooks/webhook-events-and-payloads
 * @throws ActionError `event-refused`, `fork-refused`, `tag-refused` or `event-invalid`.
 */
export function parseEvent(context: EventContext, { dryRun }: { dryRun: boolean }): DeployEvent {
  const { name, payload, ref } = context
  if (!dryRun) refuseDeploy(context)
  if (dryRun && name.startsWith('pull_request')) return parsePullRequest(payload)
  const branch = branchOf(ref) ?? ref
  return name === 'push' && branch !== ref
    ? parsePush(payload, branch)
    : { kind: 'manual', eventName: name, branch }
}

function branchOf(ref: string): string | undefined {
  return /^refs\/heads\/(.+)$/s.exec(ref)?.[1]
}

function refuseDeploy({ name, payload, ref }: EventContext): void {
  if (name !== 'push' && !manualEvents.includes(name)) {
    throw failure('event-refused', `This action doesn't deploy on the event "${name}".`, {
      hint: `Use it in a workflow that runs on push, ${manualEvents.join(', ')}; with "dry-run: true" it plans on any event.`,
    })
  }
  if (isFork(payload)) {
    throw failure('fork-refused', "This repository is a fork, and a fork's code is never deployed.", {
      hint: 'Run the workflow in the original repository, or disable it in the fork (Actions, the workflow, "Disable workflow").',
    })
  }
  if (branchOf(ref) === undefined) {
    throw failure('tag-refused', `This action deploys branches only, and "${ref}" is not a branch.`, {
      hint: 'Limit the workflow to branches (on: push: branches: [...]), or choose a branch when running it by hand.',
    })
  }
}

function parsePullRequest(payload: unknown): DeployEvent {
  if (!validatePullRequest(payload)) throw invalidEvent('pull request', validatePullRequest.errors)
  const { number, base } = payload.pull_request
  return { kind: 'pull-request', branch: base.ref, number }
}

function parsePush(payload: unknown, branch: string): DeployEvent {
  if (!validatePush(payload)) throw invalidEvent('push', validatePush.errors)
  if (payload.deleted) return { kind: 'branch-deleted', branch }
  return {
    kind: 'push',
    branch,
    before: /^0+$/.test(payload.before) ? undefined : payload.before,
    forced: payload.forced,
    defaultBranch: payload.repository.default_branch,
  }
}

function invalidEvent(what: string, errors: ErrorObject[] | null | undefined): Error {
  const mistakes = errors?.map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`.trim())
  return failure(
    'event-invalid',
    `The ${what} event is not in GitHub's form: ${mistakes?.join('; ') ?? 'unknown'}.`,
    { hint: 'Check the file that GITHUB_EVENT_PATH names.' },
  )
}

function isFork(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null || !('repository' in payload)) return false
  const { repository } = payload
  return (
    typeof repository === 'object' && repository !== null && 'fork' in repository && repository.fork === true
  )
}
