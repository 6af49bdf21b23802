// The function app, on Flex Consumption.

@description('Name of the app.')
param name string

@description('Name of its plan.')
param planName string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the app\'s identity.')
param identityId string

@description('Subnet the app reaches private endpoints from; empty for none.')
param subnetId string

@description('Container the app\'s package is deployed to.')
param packageContainerUrl string

@description('Memory of an instance, in MB.')
param instanceMemoryMB int

@description('Most instances.')
param maximumInstanceCount int

@description('App settings. Secrets are Key Vault references.')
param settings object

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
      }
    }
    siteConfig: {
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: settings
  }

  // Deployment takes identities only, too.
  resource scmPasswords 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource ftpPasswords 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }
}

@description('Name of the app.')
output name string = app.name

@description('Address of the app.')
output url string = 'https://${app.properties.defaultHostName}'
