import type { Conventions } from './conventions.ts'

/** One key of the conventions file. */
interface ConventionKey {
  readonly takes: string
  readonly meaning: string
  /** What it takes as a JSON schema. */
  readonly schema: object
}

const isOff = { not: { const: true } }
const names = { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } }
const pattern = { type: ['string', 'boolean'], pattern: '^[^<>]*(?:<[a-z]+>[^<>]*)+$', ...isOff }

/** Every key of the conventions file: what it takes is checked, and all of it is in `docs/conventions.md`. */
export const conventionKeys: Readonly<Record<keyof Conventions, ConventionKey>> = {
  folder: {
    takes: 'a pattern with parts such as <pipeline>, or off',
    meaning:
      "The form of a folder's name. Each part is of lower case letters and digits, with single underscores within.",
    schema: pattern,
  },
  files: {
    takes: "a list of files' names, or off",
    meaning: 'The files that lie directly in each folder.',
    schema: { ...names, type: ['array', 'boolean'], ...isOff },
  },
  deployment: {
    takes: 'a pattern with parts such as <environment>, or off',
    meaning:
      "The form of a deployment's name. `<environment>` is one of the environments; a part that `folder` has too must be the folder's, with hyphens for underscores; any other is free: lower case letters and digits, with single hyphens within.",
    schema: pattern,
  },
  secrets: {
    takes: "a mapping from environments to lists of secrets' names, or off",
    meaning:
      'The secrets that the deployments of each environment may name as `secretName`, at any depth of `job_variables`. An environment that is left out may name any.',
    schema: { type: ['object', 'boolean'], additionalProperties: names, ...isOff },
  },
  production: {
    takes: "an environment's name, or off",
    meaning:
      'The environment whose `secrets` no other may mount: that is an error also where conventions only warn.',
    schema: { type: ['string', 'boolean'], minLength: 1, ...isOff },
  },
  'work-pools': {
    takes: "a list of work pools' names, or off",
    meaning: 'The work pools that deployments may use.',
    schema: { ...names, type: ['array', 'boolean'], ...isOff },
  },
  'image-tag': {
    takes: 'on or off',
    meaning: "The written tag of each `build_docker_image` step begins with the pipeline's name.",
    schema: { type: 'boolean' },
  },
  command: {
    takes: 'on or off',
    meaning:
      "The job variable `command`, where there is one, has `--package` with this pipeline's package, or mentions the pipeline's name.",
    schema: { type: 'boolean' },
  },
}
