// What Teams needs in Azure: the Azure Bot with its Teams channel, and the identity by which the bot proves who it is.
//   az deployment group create --resource-group YOUR-GROUP --template-file deploy/azure/main.bicep --parameters deploy/azure/main.bicepparam
// The outputs are named like the bot's options, and are their values.
targetScope = 'resourceGroup'

@description('The Azure Bot\'s name, unique in Azure. People do not see it.')
@minLength(2)
@maxLength(42)
param botName string

@description('The name that Azure\'s pages show.')
param displayName string = 'MlOpsBot'

@description('The public name by which Teams calls the bot, without https:// and without a path: bot.example.com')
param host string

@description('UserAssignedMSI: a managed identity, made here, that never ends. SingleTenant: an app registration of yours, with a client secret or a certificate.')
@allowed([
  'UserAssignedMSI'
  'SingleTenant'
])
param identityType string = 'UserAssignedMSI'

@description('With SingleTenant: the Application (client) ID of the app registration. Otherwise empty.')
param appId string = ''

@description('Where the managed identity is kept. The Azure Bot itself is global.')
param location string = resourceGroup().location

@description('F0 is free, and carries any number of messages from Teams.')
@allowed([
  'F0'
  'S1'
])
param sku string = 'F0'

@description('Commercial, or one of the government\'s clouds. The option MlOpsBot__Teams__Cloud has to fit.')
@allowed([
  'CommercialDeployment'
  'GCCModerateDeployment'
])
param teamsDeployment string = 'CommercialDeployment'

@description('With a managed identity in Kubernetes: the cluster\'s OIDC issuer (az aks show --query oidcIssuerProfile.issuerUrl). Otherwise empty.')
param clusterIssuer string = ''

@description('With clusterIssuer: the namespace and the service account of the bot\'s pods.')
param clusterServiceAccount string = 'mlopsbot:mlopsbot'

var managed = identityType == 'UserAssignedMSI'
var federated = managed && clusterIssuer != ''

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = if (managed) {
  name: '${botName}-identity'
  location: location
}

resource federation 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = if (federated) {
  parent: identity
  name: 'kubernetes'
  properties: {
    issuer: clusterIssuer
    subject: 'system:serviceaccount:${clusterServiceAccount}'
    audiences: [
      'api://AzureADTokenExchange'
    ]
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: botName
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: sku
  }
  properties: {
    displayName: displayName
    endpoint: 'https://${host}/api/messages'
    msaAppType: identityType
    msaAppId: managed ? identity!.properties.clientId : appId
    msaAppTenantId: managed ? identity!.properties.tenantId : tenant().tenantId
    msaAppMSIResourceId: managed ? identity!.id : ''
    schemaTransformationVersion: '1.3'
    // Tokens alone: no shared keys.
    disableLocalAuth: true
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      acceptedTerms: true
      deploymentEnvironment: teamsDeployment
      enableCalling: false
      isEnabled: true
    }
  }
}

output MlOpsBot__Teams__AppId string = bot.properties.msaAppId
output MlOpsBot__Teams__TenantId string = bot.properties.msaAppTenantId

@description('For a machine, container app or app service in Azure to which the identity is assigned. Empty with SingleTenant.')
output MlOpsBot__Teams__ManagedIdentityClientId string = managed && !federated ? identity!.properties.clientId : ''

@description('For Kubernetes, where clusterIssuer was given.')
output MlOpsBot__Teams__WorkloadIdentity bool = federated

@description('What is to be assigned to whatever runs the bot: az vm identity assign --identities … Empty with SingleTenant.')
output identityResourceId string = managed ? identity!.id : ''
