FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /source
# What a restore reads
COPY Shop.sln .
COPY src/Shop.Api/*.csproj src/Shop.Api/
COPY src/Shop.Data/*.csproj src/Shop.Data/
COPY tests/Shop.Tests/*.csproj tests/Shop.Tests/
RUN dotnet restore
# Everything else
COPY . .
WORKDIR /source/src/Shop.Api
RUN dotnet publish -c Release --no-restore

FROM mcr.microsoft.com/dotnet/aspnet:8.0 AS api
WORKDIR /source/src/Shop.Api
LABEL org.opencontainers.image.title="shop"
COPY --from=build /source/src/Shop.Api/bin/Release/net8.0/publish/ ./bin/Release/net8.0/publish/
COPY src/Shop.Api/appsettings.json ./
USER $APP_UID
ENTRYPOINT ["dotnet", "bin/Release/net8.0/publish/Shop.Api.dll"]
