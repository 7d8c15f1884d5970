package io.diskcache.codec;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.introspect.PotentialCreator;

/**
 * Has Jackson see no annotations, which leave state out as they are made for others to
 * read, and make objects as their {@link JsonShape} says.
 */
final class JsonIntrospector extends NopAnnotationIntrospector {

	private static final long serialVersionUID = 1L;

	@Override
	public @Nullable PotentialCreator findPreferredCreator(MapperConfig<?> config, AnnotatedClass type,
			List<PotentialCreator> constructors, List<PotentialCreator> factories,
			Optional<PotentialCreator> withoutParameters) {
		Constructor<?> chosen = JsonShape.creator(type.getRawType());
		return constructors.stream()
			.filter((candidate) -> candidate.creator().getAnnotated().equals(chosen))
			.map((creator) -> creator.overrideMode(JsonCreator.Mode.PROPERTIES))
			.findFirst()
			.orElse(null);
	}

	@Override
	public @Nullable String findImplicitPropertyName(MapperConfig<?> config, AnnotatedMember member) {
		return (member instanceof AnnotatedParameter parameter
				&& parameter.getOwner().getMember() instanceof Constructor<?> constructor)
						? constructor.getParameters()[parameter.getIndex()].getName() : null;
	}

}
