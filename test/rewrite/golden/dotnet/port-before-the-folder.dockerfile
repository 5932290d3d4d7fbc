FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /build
COPY Shop.csproj /app/
RUN --mount=type=cache,target=/root/.nuget/packages dotnet restore /app/Shop.csproj
COPY . /app
RUN --mount=type=cache,target=/root/.nuget/packages dotnet publish /app/Shop.csproj -c Release -o /app/out

FROM mcr.microsoft.com/dotnet/aspnet:8.0
WORKDIR /build
COPY --from=build /app/out/ /app/out/
COPY appsettings.Development.json appsettings.json /app/
EXPOSE 8080
RUN mkdir -p /data
WORKDIR /app
VOLUME /data
ENTRYPOINT ["dotnet", "out/Shop.dll"]
