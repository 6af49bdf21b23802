# The LocalHost: BatchImport on one machine, without Azure. It needs a storage account (or Azurite) and a Redis beside it: compose.yaml has both.
# For production at size, deploy the function app (azure.yaml).
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /source
COPY . .
RUN dotnet publish src/BatchImport.LocalHost --configuration Release --arch $TARGETARCH --output /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# The task hub, triggers' receipts and the outbox: what must outlive the container.
RUN install --directory --owner "$APP_UID" /data
VOLUME /data
USER $APP_UID
ENTRYPOINT ["dotnet", "BatchImport.LocalHost.dll"]
# Inside a container, only what is published is reached.
CMD ["serve", "--state", "/data", "--listen", "0.0.0.0"]
