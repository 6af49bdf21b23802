// Logs and telemetry. The ingestion key in the connection string opens nothing: it is switched off.

@description('Suffix of the names.')
param token string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Days after which logs are gone.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('Object id of the app\'s identity.')
param appPrincipalId string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: 'log-${token}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    features: { disableLocalAuth: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${token}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

// Monitoring Metrics Publisher: the host and the worker send telemetry (POST v2.1/track of the ingestion endpoint).
var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource appMayPublish 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, appPrincipalId, metricsPublisher)
  scope: insights
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

@description('Where telemetry goes. Without the role above, it opens nothing.')
output connectionString string = insights.properties.ConnectionString
