// BatchImport in Azure, without keys: every service is reached with one managed identity.
// Deployed by `azd up` (azure.yaml); what has to wait for the app's code is in events.bicep.
targetScope = 'subscription'

@description('Name of the azd environment. Names of resources are derived from it.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('Region of all resources. It must offer Flex Consumption, Azure Managed Redis and, unless durableBackend is AzureStorage, Durable Task Scheduler.')
@minLength(1)
@metadata({ azd: { type: 'location' } })
param location string

@description('Object id of who deploys: may then drop files and definitions and look into the task hub. Empty: nobody is given access.')
param principalId string = ''

@description('What principalId is.')
@allowed(['User', 'ServicePrincipal', 'Group'])
param principalType string = 'User'

@description('Where the durable engine keeps its state. Runs in flight do not move from one to the other.')
@allowed(['DurableTaskScheduler', 'AzureStorage'])
param durableBackend string = 'DurableTaskScheduler'

@description('Durable Task Scheduler: Consumption is paid per action and reaches 500 actions a second, Dedicated is paid per capacity unit and reaches 2,000 a second with each.')
@allowed(['Consumption', 'Dedicated'])
param schedulerSku string = 'Consumption'

@description('Capacity units of a Dedicated scheduler; three are highly available.')
@minValue(1)
@maxValue(3)
param schedulerCapacity int = 1

@description('Addresses, in CIDR notation, that may reach the Durable Task Scheduler with a valid identity.')
@minLength(1)
param schedulerIpAllowlist array = ['0.0.0.0/0']

@description('Size of Azure Managed Redis: Balanced_B0 has 0.5 GB, Balanced_B1 1 GB, and so on.')
@allowed(['Balanced_B0', 'Balanced_B1', 'Balanced_B3', 'Balanced_B5', 'Balanced_B10', 'Balanced_B20', 'Balanced_B50', 'Balanced_B100'])
param redisSku string = 'Balanced_B1'

@description('Whether Redis has a replica. Without one, a failure loses results, and their rows are processed again.')
@allowed(['Enabled', 'Disabled'])
param redisHighAvailability string = 'Enabled'

@description('Memory of an instance of the function app, in MB.')
@allowed([2048, 4096])
param instanceMemoryMB int = 2048

@description('Most instances the function app is scaled out to.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Days after which staged rows, results and workbooks are gone.')
@minValue(1)
@maxValue(365)
param retentionDays int = 7

@description('Days after which logs are gone.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('How storage is replicated.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_ZRS'

@description('Who gets the mail when neither the blob, its folder nor the definition names an owner. Empty: such a file is rejected.')
param defaultOwner string = ''

@description('The domains that owners may have, separated by commas. Empty: any.')
param ownerDomains string = ''

@description('What sends the result mails.')
@allowed(['SendGrid', 'Smtp'])
param mailSender string = 'SendGrid'

@description('The sender\'s address; the mail service must know it as verified.')
@minLength(3)
param mailFrom string

@description('The sender\'s name.')
@minLength(1)
param mailFromName string = 'BatchImport'

@description('The SendGrid API key or, with Smtp, the password. Kept in Key Vault only.')
@secure()
@minLength(1)
param mailSecret string

@description('With Smtp: the server.')
param smtpHost string = ''

@description('With Smtp: the server\'s port.')
@minValue(1)
@maxValue(65535)
param smtpPort int = 587

@description('With Smtp: the user name; empty for none.')
param smtpUserName string = ''

@description('True puts storage, Redis and Key Vault behind private endpoints and closes their public ones. Files can then be dropped from inside the virtual network only.')
param virtualNetwork bool = false

@description('Address space of the virtual network; a /16 of which two /24 are used.')
param virtualNetworkPrefix string = '10.40.0.0/16'

var tags = { 'azd-env-name': environmentName }
var token = toLower(uniqueString(subscription().id, environmentName, location))
var storageName = 'st${token}'
var onScheduler = durableBackend == 'DurableTaskScheduler'

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    retentionDays: logRetentionDays
    appPrincipalId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: storageName
    location: location
    tags: tags
    sku: storageSku
    retentionDays: retentionDays
    isPrivate: virtualNetwork
    holdsTaskHub: !onScheduler
    appPrincipalId: identity.outputs.principalId
    deployerPrincipalId: principalId
    deployerPrincipalType: principalType
  }
}

module scheduler 'modules/scheduler.bicep' = if (onScheduler) {
  scope: group
  params: {
    name: 'dts-${token}'
    location: location
    tags: tags
    sku: schedulerSku
    capacity: schedulerCapacity
    ipAllowlist: schedulerIpAllowlist
    appPrincipalId: identity.outputs.principalId
    deployerPrincipalId: principalId
    deployerPrincipalType: principalType
  }
}

module redis 'modules/redis.bicep' = {
  scope: group
  params: {
    name: 'redis-${token}'
    location: location
    tags: tags
    sku: redisSku
    highAvailability: redisHighAvailability
    isPrivate: virtualNetwork
    appPrincipalId: identity.outputs.principalId
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    isPrivate: virtualNetwork
    mailSecret: mailSecret
    appPrincipalId: identity.outputs.principalId
  }
}

module network 'modules/network.bicep' = if (virtualNetwork) {
  scope: group
  params: {
    name: 'vnet-${token}'
    location: location
    tags: tags
    addressPrefix: virtualNetworkPrefix
  }
}

module endpoints 'modules/endpoints.bicep' = if (virtualNetwork) {
  scope: group
  params: {
    location: location
    tags: tags
    networkId: network.?outputs.id ?? ''
    subnetId: network.?outputs.endpointSubnetId ?? ''
    storageId: storage.outputs.id
    redisId: redis.outputs.id
    vaultId: vault.outputs.id
  }
}

var mailSettings = mailSender == 'SendGrid'
  ? { Mail__SendGrid__ApiKey: vault.outputs.mailSecretReference }
  : union(
      { Mail__Smtp__Host: smtpHost, Mail__Smtp__Port: string(smtpPort) },
      empty(smtpUserName) ? {} : { Mail__Smtp__UserName: smtpUserName, Mail__Smtp__Password: vault.outputs.mailSecretReference }
    )

// Azure Storage is the durable engine's default: it needs no setting.
var durableSettings = onScheduler
  ? {
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${scheduler.?outputs.endpoint ?? ''};Authentication=ManagedIdentity;ClientID=${identity.outputs.clientId}'
    }
  : {}

module app 'modules/app.bicep' = {
  scope: group
  params: {
    name: 'func-${token}'
    planName: 'plan-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    subnetId: network.?outputs.appSubnetId ?? ''
    packageContainerUrl: storage.outputs.packageContainerUrl
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    settings: union(mailSettings, durableSettings, {
      AzureWebJobsStorage__blobServiceUri: storage.outputs.blobEndpoint
      AzureWebJobsStorage__queueServiceUri: storage.outputs.queueEndpoint
      AzureWebJobsStorage__tableServiceUri: storage.outputs.tableEndpoint
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.outputs.clientId
      DOTNET_TieredPGO: '0' // With it, the worker takes two to three times as long in its first minutes.
      FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '9223372036854775807' // The app refuses what is over Import:UploadLimitBytes, with a reason; the host would answer 500.
      AZURE_CLIENT_ID: identity.outputs.clientId // Which identity DefaultAzureCredential takes, in the app's own code.
      APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
      'AzureWebJobs.SpreadsheetDropped.Disabled': 'true' // Flex Consumption knows blob triggers by Event Grid only: SpreadsheetDroppedByEvent.
      Redis__HostName: redis.outputs.hostName
      Redis__PrincipalId: identity.outputs.principalId
      Import__DefaultOwner: defaultOwner
      Import__OwnerDomains: ownerDomains
      Import__RetentionDays: string(retentionDays)
      Mail__Sender: mailSender
      Mail__From: mailFrom
      Mail__FromName: mailFromName
    })
  }
  // The app starts when it is created, and reaches for all of them then.
  dependsOn: [endpoints]
}

module topic 'modules/topic.bicep' = {
  scope: group
  params: {
    name: 'evgt-${token}'
    location: location
    tags: tags
    storageName: storageName
  }
  dependsOn: [storage]
}

@description('Where azd and the post-deployment hook find what was deployed.')
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_FUNCTION_APP_NAME string = app.outputs.name
output AZURE_FUNCTION_APP_URL string = app.outputs.url
output AZURE_STORAGE_ACCOUNT_NAME string = storage.outputs.name
output AZURE_EVENT_GRID_TOPIC_NAME string = topic.outputs.name
