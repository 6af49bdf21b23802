// The one identity the app has. Its rights are given where the resources are, each with the call that needs it.

@description('Name of the identity.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('Resource id.')
output id string = identity.id

@description('What Azure\'s client libraries know the identity by.')
output clientId string = identity.properties.clientId

@description('What role assignments and Redis know the identity by: its object id.')
output principalId string = identity.properties.principalId
