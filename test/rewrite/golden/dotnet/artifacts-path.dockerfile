FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY Shop.csproj ./
RUN --mount=type=cache,target=/root/.nuget/packages dotnet restore
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages dotnet publish -c Release --artifacts-path /artifacts

FROM mcr.microsoft.com/dotnet/aspnet:8.0
WORKDIR /artifacts/publish/Shop/release
COPY --from=build /artifacts/publish/Shop/release/ ./
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "Shop.dll"]
