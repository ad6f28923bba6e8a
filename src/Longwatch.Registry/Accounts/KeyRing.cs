using System.Text;
using System.Xml.Linq;
using Longwatch.Registry.Store;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Longwatch.Registry.Accounts;

/// <summary>Keeps the keys that protect forms and short-lived cookies in the database, sealed: all nodes have the same, and none lies in a file.</summary>
internal sealed class KeyRing(StoreConnections connections, AccountKeys keys, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = connections.App.CreateCommand("select sealed from access.key_ring order by made, name");
        using var reader = command.ExecuteReader();
        var elements = new List<XElement>();
        while (reader.Read())
            elements.Add(XElement.Parse(Encoding.UTF8.GetString(keys.Open(reader.GetFieldValue<byte[]>(0)))));
        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        using var command = connections.App.CreateCommand(
            "insert into access.key_ring (name, sealed, made) values ($1, $2, $3) on conflict (name) do nothing"
        );
        command.Parameters.Add(new() { Value = friendlyName });
        command.Parameters.Add(new() { Value = keys.Seal(Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting))) });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        command.ExecuteNonQuery();
    }
}
