FROM microsoft/dotnet:2.2-sdk
WORKDIR /src
COPY Shop.csproj ./
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o /app/publish
WORKDIR /app/publish
EXPOSE 8080
ENTRYPOINT ["dotnet", "Shop.dll"]

# obstacle: Not converted to several stages: microsoft/dotnet:2.2-sdk has a name of before the move to Microsoft's own registry, and gets no updates there: the images of .NET are mcr.microsoft.com/dotnet/sdk and mcr.microsoft.com/dotnet/aspnet.