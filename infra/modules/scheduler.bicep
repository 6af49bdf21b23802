// Durable Task Scheduler: the durable engine's state. It takes identities only; it has no keys.

@description('Name of the scheduler.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Consumption or Dedicated.')
param sku string

@description('Capacity units, when Dedicated.')
@minValue(1)
@maxValue(3)
param capacity int

@description('Addresses that may reach it.')
param ipAllowlist array

@description('Object id of the app\'s identity.')
param appPrincipalId string

@description('Object id of who deploys; empty for none.')
param deployerPrincipalId string

@description('What the deployer is.')
param deployerPrincipalType string

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    ipAllowlist: ipAllowlist
    sku: sku == 'Dedicated' ? { name: 'Dedicated', capacity: capacity } : { name: 'Consumption' }
  }

  // The hub's name is host.json's hubName.
  resource hub 'taskHubs' = {
    name: 'BatchImport'
    properties: {}
  }
}

// Durable Task Data Contributor: the app is worker and client of its hub: it takes and completes work items, starts, reads and purges runs.
var durableTaskDataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource appUsesHub 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler::hub.id, appPrincipalId, durableTaskDataContributor)
  scope: scheduler::hub
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', durableTaskDataContributor)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// Durable Task Data Reader, for a person: the scheduler's dashboard shows runs.
var durableTaskDataReader = 'd6a5505f-6ebb-45a4-896e-ac8274cfc0ac'

resource deployerReadsHub 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  name: guid(scheduler::hub.id, deployerPrincipalId, durableTaskDataReader)
  scope: scheduler::hub
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', durableTaskDataReader)
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
  }
}

@description('Where workers and clients reach it.')
output endpoint string = scheduler.properties.endpoint
