using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Longwatch.Domain.FollowUp.Forms;
using Longwatch.Exchange.FollowUp;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Longwatch.Registry.FollowUp.Forms;

/// <summary>The forms of the store. Every edition that was ever used stays, so that old answers are shown as they were asked.</summary>
internal static class FormLibrary
{
    private const string Prefix = "forms/";
    private static readonly ConcurrentDictionary<Guid, FormDefinition> Known = new();

    /// <summary>The files of data/forms.</summary>
    public static IReadOnlyList<(FormDefinition Form, string Text)> Shipped { get; } = LoadShipped();

    /// <summary>The newest edition of a form; null when the store has none.</summary>
    public static async Task<FormDefinition?> Newest(RegistryDb db, string code, CancellationToken cancellation) =>
        Of(
            await db.Set<FormDefinitionRow>()
                .Where(f => !f.Voided && f.Code == code)
                .OrderByDescending(f => f.Edition)
                .FirstOrDefaultAsync(cancellation)
        );

    /// <summary>One edition; null when the store does not have it.</summary>
    public static async Task<FormDefinition?> Edition(RegistryDb db, string code, int edition, CancellationToken cancellation) =>
        Of(await db.Set<FormDefinitionRow>().SingleOrDefaultAsync(f => f.Code == code && f.Edition == edition, cancellation));

    /// <summary>Adds shipped editions that the store does not have. Needs an open act on the connection.</summary>
    public static async Task<int> Seed(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var added = 0;
        foreach (var (form, text) in Shipped)
        {
            await using var insert = new NpgsqlCommand(
                "insert into watch.form_definition (id, code, edition, definition) select $1, $2, $3, $4 where not exists (select from watch.form_definition where code = $2 and edition >= $3)",
                connection
            )
            {
                Parameters =
                {
                    new() { Value = Guid.CreateVersion7() },
                    new() { Value = form.Id },
                    new() { Value = form.Version },
                    new() { Value = text },
                },
            };
            added += await insert.ExecuteNonQueryAsync(cancellation);
        }

        return added;
    }

    private static FormDefinition? Of(FormDefinitionRow? row) =>
        row is null ? null : Known.GetOrAdd(row.Id, _ => Parse(row.Code, row.Definition));

    private static FormDefinition Parse(string code, string text) =>
        FormReader.Read(code, Encoding.UTF8.GetBytes(text)).Value
        ?? throw new StoreException($"The form {code} of the store cannot be read by this version of Longwatch.");

    private static (FormDefinition, string)[] LoadShipped()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!, Encoding.UTF8);
                    var text = reader.ReadToEnd();
                    return (Parse(n, text), text);
                }),
        ];
    }
}
