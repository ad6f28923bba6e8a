using System.Text;
using Longwatch.Domain;
using Longwatch.Exchange;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Longwatch.Registry.Store;

/// <summary>The tables of the registry. Mappings lie beside their rows, as <see cref="IEntityTypeConfiguration{TEntity}"/>.</summary>
public sealed class RegistryDb(DbContextOptions<RegistryDb> options) : DbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<PartialDate>().HaveConversion<PartialDateConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(RegistryDb).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        foreach (var property in entity.GetProperties())
            Map(entity, property);
    }

    /// <summary>Names in lower_snake_case, enumerations as their codes, partial dates as text, and the version as the token of concurrency.</summary>
    private static void Map(IMutableEntityType entity, IMutableProperty property)
    {
        property.SetColumnName(Snake(property.Name));
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type.IsEnum)
            property.SetValueConverter((ValueConverter)Activator.CreateInstance(typeof(CodeConverter<>).MakeGenericType(type))!);
        if (!typeof(Fact).IsAssignableFrom(entity.ClrType))
            return;
        if (property.Name == nameof(Fact.Version))
        {
            property.IsConcurrencyToken = true;
            property.ValueGenerated = ValueGenerated.OnUpdate;
            property.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        }
        else if (property.Name == nameof(Fact.Id))
        {
            property.ValueGenerated = ValueGenerated.Never;
        }
    }

    private static string Snake(string name)
    {
        var snake = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && snake.Length > 0)
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }
}

/// <summary>An enumeration is stored by the code that files use.</summary>
internal sealed class CodeConverter<T>() : ValueConverter<T, string>(v => Codes.Of(v), c => Codes.Parse<T>(c))
    where T : struct, Enum;

/// <summary>A partial date is stored as its text: <c>2024</c>, <c>2024-04</c>, <c>2024-04-11</c>.</summary>
internal sealed class PartialDateConverter() : ValueConverter<PartialDate, string>(d => d.ToString(), t => Parse(t))
{
    private static PartialDate Parse(string text) =>
        PartialDate.TryParse(text, out var date) ? date : throw new InvalidOperationException("The store holds a date that is none.");
}
