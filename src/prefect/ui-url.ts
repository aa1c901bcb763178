/**
 * The address of a deployment's page in the Prefect UI.
 * @param apiUrl a self-hosted server's `https://host/api`, or Prefect Cloud's
 *   `https://api.prefect.cloud/api/accounts/A/workspaces/W`.
 */
export function deploymentUrl(apiUrl: string, deploymentId: string): string {
  const cloud = /^https:\/\/api\.prefect\.cloud\/api\/accounts\/([^/]+)\/workspaces\/([^/]+)/.exec(apiUrl)
  const base = cloud
    ? `https://app.prefect.cloud/account/${cloud[1] ?? ''}/workspace/${cloud[2] ?? ''}`
    : apiUrl.replace(/\/api$/, '')
  return `${base}/deployments/deployment/${deploymentId}`
}
