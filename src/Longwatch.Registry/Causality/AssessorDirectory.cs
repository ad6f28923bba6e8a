using System.Collections.Immutable;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Registry.Causality;

/// <summary>A person who may assess cases.</summary>
public sealed record Assessor(Guid Account, string PrintedName)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(Assessor);
}

/// <summary>Who may be named as assessor of the cases of a centre.</summary>
public sealed class AssessorDirectory(RegistryStore store) : IUseCase
{
    private readonly ImmutableArray<Assessor>? fixedList;

    /// <summary>A list that is given, for tests.</summary>
    internal AssessorDirectory(RegistryStore store, ImmutableArray<Assessor> all)
        : this(store) => fixedList = all;

    /// <summary>Active accounts that hold the role of assessor, for all centres or for this one.</summary>
    public async Task<ImmutableArray<Assessor>> Of(string centre, CancellationToken cancellation)
    {
        if (fixedList is { } all)
            return all;
        await using var command = store.Connections.App.CreateCommand(
            """
            select distinct a.id, concat_ws(' ', a.first_name, a.middle_name, a.last_name) as name
            from access.account a join access.role_grant g on g.account = a.id
            where a.status = 'active' and not a.voided and not g.voided and g.withdrawn is null
              and g.role = $1 and (g.centre is null or g.centre = $2)
            order by name, a.id
            """
        );
        command.Parameters.Add(new NpgsqlParameter { Value = Exchange.Codes.Of(Role.Assessor) });
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        var found = ImmutableArray.CreateBuilder<Assessor>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            found.Add(new(reader.GetGuid(0), reader.GetString(1)));
        return found.ToImmutable();
    }
}
