using System.Text;
using Longwatch.Registry.Access;
using Npgsql;

namespace Longwatch.Registry.FollowUp.Work;

/// <summary>Puts a list's conditions together so that one centre's list is one range of one index.</summary>
internal sealed class WorkSql
{
    private readonly StringBuilder where = new();
    private readonly List<object> values = [];

    /// <summary>True when the caller may look nowhere, or not where he or she asks to.</summary>
    public bool Nothing { get; private set; }

    public string Where => where.Length == 0 ? "true" : where.ToString();

    public void And(string condition, object value)
    {
        values.Add(value);
        And(condition.Replace("$", $"${values.Count}", StringComparison.Ordinal));
    }

    public void And(string condition) => where.Append(where.Length == 0 ? "" : " and ").Append(condition);

    /// <summary>Restricts to the centres at which the caller may look, and of these to one when one is asked for.</summary>
    public void Centres(Caller caller, Permission permission, string? one, string column)
    {
        var allowed = caller.Centres(permission);
        if (one is not null)
        {
            Nothing = allowed?.Contains(one, StringComparer.Ordinal) == false;
            And($"{column} = $", one);
        }
        else if (allowed is [var only])
        {
            And($"{column} = $", only);
        }
        else if (allowed is not null)
        {
            Nothing = allowed.Length == 0;
            And($"{column} = any($)", allowed);
        }
    }

    public NpgsqlCommand Command(NpgsqlConnection connection, string sql)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
