FROM registry.example.org/dotnet-build:8
WORKDIR /src
COPY Shop.csproj ./
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o /app/publish
WORKDIR /app/publish
EXPOSE 8080
ENTRYPOINT ["dotnet", "Shop.dll"]

# obstacle: Not converted to several stages: Which image runs what is published is not known for registry.example.org/dotnet-build:8.