import type { ProblemDocumentation } from './documentation.ts'

/** Conventions that a pipeline breaks, and mistakes in the file that says what they are. */
export const conventionProblems = {
  'convention-command': {
    meaning: "The job variable `command` runs another pipeline's package, or names none.",
    example: 'command: uv run --package rj_sms__other -- prefect flow-run execute',
    remedy: 'Write `--package` and the name of this package, or leave the command out.',
  },
  'convention-deployment-name': {
    meaning: "The name of the deployment does not have the agreed form, or not the folder's parts in it.",
    example: '- name: rj-smfp-revenue_daily--prod # in rj_smfp__revenue_daily',
    remedy: 'Rename it, such as `rj-smfp--revenue-daily--prod`, and delete the old one in Prefect.',
  },
  'convention-files': {
    meaning: 'A file that every pipeline of the repository has does not lie directly in the folder.',
    example: 'pipelines/rj_sms__visits has no flow.py directly in it.',
    remedy: 'Add the file or move it there.',
  },
  'convention-folder-name': {
    meaning: 'The name of the folder does not have the agreed form.',
    example: 'pipelines/RJ_visits/prefect.yaml',
    remedy:
      'Rename the folder, such as `rj_sms__visits`, and its paths in `prefect.yaml` and the Dockerfile.',
  },
  'convention-image-tag': {
    meaning:
      "The tag does not begin with the pipeline's name, so pipelines could overwrite each other's images.",
    example: 'tag: "{{ get-commit-hash.stdout }}"',
    remedy: "Begin the tag with the pipeline's name and a hyphen.",
  },
  'convention-production-secret': {
    meaning:
      "A deployment of another environment mounts production's secret: its runs would work on the real data. It is an error also where conventions only warn.",
    example: '- name: rj-sms--visits--staging\n  …\n  secretName: prefect-jobs-secrets',
    remedy: "Write the environment's own secret, such as `prefect-jobs-secrets-staging`.",
  },
  'convention-secret-name': {
    meaning: 'The deployment mounts a secret that is not one of its environment.',
    example: '- name: rj-sms--visits--prod\n  …\n  secretName: prefect-jobs-secrets-staging',
    remedy: "Write the environment's secret, or add it to `secrets` in the conventions file.",
  },
  'convention-work-pool': {
    meaning: 'The deployment uses a work pool that the repository has not agreed on.',
    example: 'work_pool:\n  name: my-laptop',
    remedy: 'Use an agreed work pool, or add it to `work-pools` in the conventions file.',
  },
  'conventions-invalid': {
    meaning: 'The conventions file has an unknown key or a value of another form.',
    example: '.github/prefect-conventions.yaml: There is no key "work_pools". Is it "work-pools"?',
    remedy: 'Correct it; docs/conventions.md lists the keys.',
  },
} as const satisfies Record<string, ProblemDocumentation>
