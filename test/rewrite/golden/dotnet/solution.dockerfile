FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /source
COPY Shop.sln ./
COPY src/Shop.Api/Shop.Api.csproj ./src/Shop.Api/
COPY src/Shop.Data/Shop.Data.csproj ./src/Shop.Data/
COPY tests/Shop.Tests/Shop.Tests.csproj ./tests/Shop.Tests/
RUN --mount=type=cache,target=/root/.nuget/packages dotnet restore Shop.sln
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages dotnet test --no-restore
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/Shop.Api/Shop.Api.csproj -c Release --no-restore -o /out

FROM mcr.microsoft.com/dotnet/aspnet:8.0
WORKDIR /source
ENV ASPNETCORE_URLS=http://+:5000
COPY --from=build /out/ /out/
EXPOSE 5000
WORKDIR /out
CMD ["dotnet", "Shop.Api.dll"]
